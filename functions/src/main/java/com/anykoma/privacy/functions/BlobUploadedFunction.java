package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.StorageEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.protection.vault.UploadService;
import java.io.IOException;

/** Storage finalize on {@code uploads}: seals the upload, then deletes its plaintext. */
@Keeps({"P10", "P16", "E10"})
public final class BlobUploadedFunction extends EventEdge<Blob> {
  private final UploadService uploads;

  public BlobUploadedFunction() {
    this(Wiring.of(BlobUploadedFunction.class));
  }

  BlobUploadedFunction(Wiring wiring) {
    super(event -> StorageEvents.finalized(UploadService.UPLOADS, event));
    this.uploads = wiring.uploads();
  }

  @Override
  protected void handle(Blob upload) throws IOException {
    UploadService.Outcome unused = uploads.uploaded(upload);
  }
}
