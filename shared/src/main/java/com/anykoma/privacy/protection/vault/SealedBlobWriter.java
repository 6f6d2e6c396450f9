package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.PreconditionFailed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes sealed blobs as streams, with a few segments in memory. */
final class SealedBlobWriter {
  private SealedBlobWriter() {}

  /**
   * Seals the bytes that {@code body} writes and stores them.
   *
   * @param live the generation to replace; empty if no blob may exist
   * @throws PreconditionFailed if another generation is live
   */
  static Blob write(
      Blobs blobs,
      BlobId id,
      SealMetadata seal,
      DataEncryptionKey key,
      Optional<Blob> live,
      Blobs.Body body)
      throws IOException {
    return blobs.write(
        id,
        SealMetadata.UNKNOWN_TYPE,
        seal.metadata(),
        OptionalLong.of(live.map(Blob::generation).orElse(0L)),
        out -> {
          try (OutputStream sealing =
              key.aead().newEncryptingStream(new NonClosingStream(out), seal.associatedData(id))) {
            body.writeTo(sealing);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform cannot encrypt", e);
          }
        });
  }

  /** A stream that does not close its target, which the blob store closes. */
  private static final class NonClosingStream extends FilterOutputStream {
    NonClosingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
