package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.Objects;

/**
 * A stored document as of one moment. Both times come from the server, in microseconds. {@code
 * updateTime} changes with every write; a conditional update compares it.
 */
public record Document(DocumentPath path, Fields fields, Instant createTime, Instant updateTime) {
  public Document {
    Objects.requireNonNull(path);
    Objects.requireNonNull(fields);
    Objects.requireNonNull(createTime);
    Objects.requireNonNull(updateTime);
  }

  /** A document without fields, as a cursor for a query that is ordered by path only. */
  public static Document at(DocumentPath path) {
    return new Document(path, Fields.empty(), Instant.EPOCH, Instant.EPOCH);
  }
}
