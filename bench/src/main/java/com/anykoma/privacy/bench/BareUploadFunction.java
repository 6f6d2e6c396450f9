package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.events.StorageEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The limit of sealing an upload: reads it, encrypts it with {@link RawGcm}, writes that to the
 * content bucket and deletes the upload. No keys, no fence, no record, no looking for metadata, no
 * precondition.
 */
public final class BareUploadFunction implements CloudEventsFunction {
  private final Blobs blobs = BareCloud.hosted().blobs();

  @Override
  public void accept(CloudEvent event) throws IOException {
    Blob upload = StorageEvents.finalized(UploadService.UPLOADS, event);
    Blob unused =
        blobs.write(
            new BlobId(UploadService.CONTENT, upload.id().name()),
            "application/octet-stream",
            Map.of(),
            OptionalLong.empty(),
            out -> encrypt(upload, out));
    blobs.delete(upload);
  }

  private void encrypt(Blob upload, OutputStream out) throws IOException {
    try (InputStream in = blobs.read(upload, 0)) {
      new RawGcm(upload.size()).encrypt(in, out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
