package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/**
 * Another instance of the functions in somebody's hands: it may read every bucket and database and
 * use the key-encryption key, has a cache of keys of its own, and asks nobody who they are.
 */
final class OtherInstance {
  private final Documents documents;
  private final BlobService blobs;

  OtherInstance(Cloud cloud, Config config, InstantSource clock) {
    documents = cloud.documents();
    blobs = new Wiring(config, cloud, clock).services().blobs();
  }

  /** Whether the blob is there and opens, to its end; not so when its key is destroyed. */
  boolean opens(SubjectId owner, BlobId id) {
    try {
      var opened = blobs.open(owner, id, documents.get(blobs.recordOf(owner, id)));
      if (opened.isPresent()) {
        opened.get().writeTo(OutputStream.nullOutputStream());
      }
      return opened.isPresent();
    } catch (KeyDestroyed e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
