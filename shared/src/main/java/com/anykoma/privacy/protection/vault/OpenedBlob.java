package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;

/**
 * A sealed blob, opened for reading as a stream with a few segments in memory. Every byte is
 * written only after its segment and position are authenticated. A truncated blob is detected at
 * its end.
 */
public final class OpenedBlob {
  private static final int BUFFER = 2 * DataEncryptionKey.SEGMENT_BYTES;

  private final Blobs blobs;
  private final Blob blob;
  private final SealMetadata seal;
  private final DataEncryptionKey key;

  OpenedBlob(Blobs blobs, Blob blob, SealMetadata seal, DataEncryptionKey key) {
    this.blobs = blobs;
    this.blob = blob;
    this.seal = seal;
    this.key = key;
  }

  /** The content type that the client stated, such as {@code image/png}; not verified. */
  public String contentType() {
    return seal.contentType();
  }

  /** The plaintext size, in bytes. */
  public long size() {
    return DataEncryptionKey.plaintextSize(blob.size());
  }

  /** The generation, which identifies this version of the blob permanently. */
  public long generation() {
    return blob.generation();
  }

  /** Writes the whole plaintext; bytes before a {@link DamagedSeal} are authentic. */
  public void writeTo(OutputStream out) throws IOException {
    BlobReadChannel source = new BlobReadChannel(blobs, blob);
    try (source;
        InputStream plain =
            key.aead(seal.keyVersion())
                .newDecryptingStream(
                    Channels.newInputStream(source), seal.associatedData(blob.id()))) {
      copy(plain, source, out, Long.MAX_VALUE);
    } catch (GeneralSecurityException e) {
      throw damaged();
    }
  }

  /**
   * Writes {@code length} bytes from {@code from} on; the range must be within the blob. The blob's
   * end is verified first, so that no byte of a truncated blob is written.
   *
   * @throws DamagedSeal as {@link #writeTo(OutputStream)}
   */
  public void writeTo(OutputStream out, long from, long length) throws IOException {
    if (size() == 0) {
      writeTo(out); // an empty blob has no last byte to verify
    } else {
      writePart(out, from, length);
    }
  }

  private void writePart(OutputStream out, long from, long length) throws IOException {
    BlobReadChannel source = new BlobReadChannel(blobs, blob);
    try (source;
        SeekableByteChannel plain =
            key.aead().newSeekableDecryptingChannel(source, seal.associatedData(blob.id()))) {
      verifyEnd(plain, source);
      copy(Channels.newInputStream(plain.position(from)), source, out, length);
    } catch (GeneralSecurityException e) {
      throw damaged();
    }
  }

  private void verifyEnd(SeekableByteChannel plain, BlobReadChannel source) throws IOException {
    try {
      if (plain.position(size() - 1).read(ByteBuffer.allocate(1)) != 1) {
        throw damaged();
      }
    } catch (IOException e) {
      throw cause(source);
    }
  }

  private void copy(InputStream plain, BlobReadChannel source, OutputStream out, long most)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, Math.min(size(), most)))];
    long remaining = most;
    int read = 0;
    while (remaining > 0 && read >= 0) {
      read = read(plain, source, buffer, (int) Math.min(buffer.length, remaining));
      if (read > 0) {
        out.write(buffer, 0, read);
        remaining -= read;
      }
    }
  }

  private static int read(InputStream plain, BlobReadChannel source, byte[] buffer, int most)
      throws IOException {
    try {
      return plain.read(buffer, 0, most);
    } catch (IOException e) {
      throw cause(source);
    }
  }

  /** The store's failure if it had one; otherwise the ciphertext is damaged. */
  private static IOException cause(BlobReadChannel source) {
    return source.failure().orElseThrow(OpenedBlob::damaged);
  }

  private static DamagedSeal damaged() {
    return new DamagedSeal("a sealed blob failed authentication: altered, truncated or moved");
  }
}
