package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A seekable read-only channel over one generation of a blob. It keeps one request to the store
 * open while the position moves forward in small steps; other moves start a new request.
 */
final class BlobReadChannel implements SeekableByteChannel {
  private static final int SMALL_STEP = 4 * DataEncryptionKey.SEGMENT_BYTES;

  private final Blobs blobs;
  private final Blob blob;
  private @Nullable InputStream stream;
  private long streamAt;
  private long position;
  private boolean open = true;
  private @Nullable IOException failure;

  BlobReadChannel(Blobs blobs, Blob blob) {
    this.blobs = blobs;
    this.blob = blob;
  }

  /** The failure of the store, if any, which Tink reports as a decryption failure. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Fills the buffer unless the blob ends: Tink treats a partial segment as the end. */
  @Override
  public int read(ByteBuffer buffer) throws IOException {
    if (position >= blob.size()) {
      return -1;
    }
    try {
      int at = buffer.arrayOffset() + buffer.position(); // Tink passes heap buffers
      int wanted = buffer.remaining();
      int read = streamAtPosition().readNBytes(buffer.array(), at, wanted);
      buffer.position(buffer.position() + read);
      position += read;
      streamAt = position;
      return read == 0 && wanted > 0 ? -1 : read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private InputStream streamAtPosition() throws IOException {
    long step = position - streamAt;
    if (stream == null || step < 0 || step > SMALL_STEP) {
      closeStream();
      stream = blobs.read(blob, position);
    } else if (step > 0) {
      try {
        stream.skipNBytes(step);
      } catch (EOFException e) {
        throw new IOException("a blob is shorter than its stated size", e);
      }
    }
    streamAt = position;
    return Objects.requireNonNull(stream);
  }

  private void closeStream() throws IOException {
    InputStream old = stream;
    stream = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public BlobReadChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public BlobReadChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    closeStream();
  }
}
