package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.Objects;

/**
 * A stored document as read at one moment. Both times are the server's, in microseconds; {@code
 * updateTime} moves with every write and is what update-if-unchanged compares.
 */
public record Document(DocumentPath path, Fields fields, Instant createTime, Instant updateTime) {
  public Document {
    Objects.requireNonNull(path);
    Objects.requireNonNull(fields);
    Objects.requireNonNull(createTime);
    Objects.requireNonNull(updateTime);
  }

  /**
   * Stands for the document at a path where only its place counts: to go on after it in a query.
   */
  public static Document at(DocumentPath path) {
    return new Document(path, Fields.empty(), Instant.EPOCH, Instant.EPOCH);
  }
}
