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
 * A generation's bytes from an offset on, 64 KiB in memory at a time. The last of them are handed
 * out only when the length is right and, if all are read, their CRC32C too. The library checks
 * neither when the service names the stored length, which it does.
 */
final class StorageDownload extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final String OPERATION = "read an object";

  private final ReadChannel channel;
  private final Blob blob;
  private final boolean whole;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
  private long missing;
  private boolean ended;

  private StorageDownload(ReadChannel channel, Blob blob, long offset) {
    this.channel = channel;
    this.blob = blob;
    this.whole = offset == 0;
    this.missing = Math.max(0, blob.size() - offset);
  }

  /**
   * Asks for the first bytes.
   *
   * @throws FileNotFoundException when the generation is gone
   */
  static StorageDownload open(ReadChannel channel, Blob blob, long offset) throws IOException {
    channel.setChunkSize(0); // the library would set aside 2 MiB for each read
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

  /** Whether there is a byte to hand out. */
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
    missing -= Math.max(0, read);
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
    if (missing < 0 || (ended && missing > 0)) {
      throw new IOException("an object came with another length than it has");
    }
    if (missing == 0 && whole && (int) crc.getValue() != blob.crc32c()) {
      throw new IOException("an object came with other bytes than it has");
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
        throw new FileNotFoundException("this generation is gone");
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
