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

/** Writes sealed blobs, some segments in memory at a time. */
final class SealedBlobs {
  private SealedBlobs() {}

  /**
   * Seals what {@code body} writes and stores it.
   *
   * @param live the generation that must be live; empty when there must be none
   * @throws PreconditionFailed when another generation is live
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
              key.aead().newEncryptingStream(new LeftOpen(out), seal.boundTo(id))) {
            body.writeTo(sealing);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform can encrypt", e);
          }
        });
  }

  /** A stream whose closing is not its reader's to do. */
  private static final class LeftOpen extends FilterOutputStream {
    LeftOpen(OutputStream out) {
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
