package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Blob;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The bytes of a generation from an offset on, with 64 KiB in memory. The last bytes are returned
 * only after the length was verified and, for a read of the whole blob, the CRC32C. The library
 * verifies neither when the service returns the stored length, which it does.
 */
final class StorageDownload extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final String OPERATION = "read an object";

  private final ReadChannel channel;
  private final Blob blob;
  private final boolean whole;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
  private long missingBytes;
  private boolean ended;

  private StorageDownload(ReadChannel channel, Blob blob, long offset) {
    this.channel = channel;
    this.blob = blob;
    this.whole = offset == 0;
    this.missingBytes = Math.max(0, blob.size() - offset);
  }

  /** Opens the stream of a generation, if it exists, and reads its first bytes. */
  static StorageDownload open(ReadChannel channel, Blob blob, long offset) throws IOException {
    channel.setChunkSize(0); // otherwise the library allocates 2 MiB per read
    channel.seek(offset);
    StorageDownload download = new StorageDownload(channel, blob, offset);
    try {
      download.fill();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return download;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int read = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, read);
    return read;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }

  /** Fills the buffer. Returns false at the end of the stream. */
  private boolean fill() throws IOException {
    if (buffer.hasRemaining() || ended) {
      return buffer.hasRemaining();
    }
    buffer.clear();
    int read = receive();
    buffer.flip();
    if (read > 0) {
      crc.update(buffer.duplicate());
    }
    missingBytes -= Math.max(0, read);
    ended = read < 0;
    try {
      verify();
    } catch (IOException e) {
      buffer.clear().flip();
      throw e;
    }
    return !ended;
  }

  private void verify() throws IOException {
    if (missingBytes < 0 || (ended && missingBytes > 0)) {
      throw new IOException("the downloaded object has the wrong length");
    }
    if (missingBytes == 0 && whole && (int) crc.getValue() != blob.crc32c()) {
      throw new IOException("the downloaded object has the wrong checksum");
    }
  }

  private int receive() throws IOException {
    try {
      int read;
      do {
        read = channel.read(buffer);
      } while (read == 0);
      return read;
    } catch (IOException | StorageException e) {
      if (StorageFailures.status(e) == StorageFailures.NOT_FOUND) {
        throw new FileNotFoundException("the generation does not exist");
      }
      throw StorageFailures.translated(OPERATION, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (StorageException e) {
      throw StorageFailures.translated(OPERATION, e);
    }
  }
}
