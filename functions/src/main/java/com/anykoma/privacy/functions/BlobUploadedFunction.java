package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.StorageEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.protection.vault.UploadService;

/** Storage finalize on {@code uploads}: seals the upload, then deletes its plaintext. */
@Keeps({"P10", "P16", "E10"})
public final class BlobUploadedFunction extends EventFrame<Blob> {
  public BlobUploadedFunction() {
    this(Wiring.of(BlobUploadedFunction.class));
  }

  BlobUploadedFunction(Wiring wiring) {
    super(
        StorageEvents.finalizedIn(UploadService.UPLOADS), wiring.services().uploads()::sealUpload);
  }
}
