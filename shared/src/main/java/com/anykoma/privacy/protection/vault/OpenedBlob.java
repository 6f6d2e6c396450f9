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
 * A sealed blob that its subject's key opens, some segments in memory at a time. Every byte that is
 * handed out is authentic, and its place is; that all of them came is known when the last has come.
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

  /** What the upload was said to be, {@code image/png}; a client's word. */
  public String contentType() {
    return seal.contentType();
  }

  /** In bytes. */
  public long size() {
    return DataEncryptionKey.plainSize(blob.size());
  }

  /** Names these bytes of this blob for good. */
  public long generation() {
    return blob.generation();
  }

  /**
   * Writes all of it, in one request to the store.
   *
   * @throws DamagedSeal when what is stored is not what was sealed; what was written before that is
   *     authentic but not all
   */
  public void writeTo(OutputStream out) throws IOException {
    BlobChannel source = new BlobChannel(blobs, blob);
    try (source;
        InputStream plain =
            key.aead(seal.keyVersion())
                .newDecryptingStream(Channels.newInputStream(source), seal.boundTo(blob.id()))) {
      copy(plain, source, out, Long.MAX_VALUE);
    } catch (GeneralSecurityException e) {
      throw damaged();
    }
  }

  /**
   * Writes {@code length} bytes from {@code from} on, both within the blob. The end of the blob is
   * verified before, so that nothing of one that was cut off is handed out.
   *
   * @throws DamagedSeal as {@link #writeTo(OutputStream)}
   */
  public void writeTo(OutputStream out, long from, long length) throws IOException {
    if (size() == 0) {
      writeTo(out); // it has no last byte to verify the end by
    } else {
      writePart(out, from, length);
    }
  }

  private void writePart(OutputStream out, long from, long length) throws IOException {
    BlobChannel source = new BlobChannel(blobs, blob);
    try (source;
        SeekableByteChannel plain =
            key.aead().newSeekableDecryptingChannel(source, seal.boundTo(blob.id()))) {
      verifyEnd(plain, source);
      copy(Channels.newInputStream(plain.position(from)), source, out, length);
    } catch (GeneralSecurityException e) {
      throw damaged();
    }
  }

  private void verifyEnd(SeekableByteChannel plain, BlobChannel source) throws IOException {
    try {
      if (plain.position(size() - 1).read(ByteBuffer.allocate(1)) != 1) {
        throw damaged();
      }
    } catch (IOException e) {
      throw explained(source);
    }
  }

  private void copy(InputStream plain, BlobChannel source, OutputStream out, long most)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, Math.min(size(), most)))];
    long left = most;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = read(plain, source, buffer, (int) Math.min(buffer.length, left));
      if (read > 0) {
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private static int read(InputStream plain, BlobChannel source, byte[] buffer, int most)
      throws IOException {
    try {
      return plain.read(buffer, 0, most);
    } catch (IOException e) {
      throw explained(source);
    }
  }

  /** What the store did not fail at is the ciphertext's own fault. */
  private static IOException explained(BlobChannel source) {
    return source.failure().orElseThrow(OpenedBlob::damaged);
  }

  private static DamagedSeal damaged() {
    return new DamagedSeal("a sealed blob is not what was sealed: altered, cut off or moved");
  }
}
