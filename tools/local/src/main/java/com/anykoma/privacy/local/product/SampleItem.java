package com.anykoma.privacy.local.product;

import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.protection.vault.UploadService;
import java.util.Objects;

/**
 * One item of content that a person has or could have.
 *
 * @param uid its owner
 * @param path its document
 */
public record SampleItem(String uid, DocumentPath path, SampleContent content) {
  public SampleItem {
    Objects.requireNonNull(uid);
    Objects.requireNonNull(path);
    Objects.requireNonNull(content);
  }

  /** Its name in gate decisions and in the paths of the function Content. */
  public String name() {
    String own = path.segment(0) + "/" + uid + "/";
    return path.value().startsWith(own) ? path.value().substring(own.length()) : path.value();
  }

  /** Its image in the staging bucket. Only for content with images. */
  public BlobId staged() {
    return new BlobId(UploadService.UPLOADS, content.objectName(this));
  }

  /** Its sealed image. Only for content with images. */
  public BlobId sealed() {
    return new BlobId(UploadService.CONTENT, content.objectName(this));
  }
}
