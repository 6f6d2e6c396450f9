package com.anykoma.privacy.platform.embedded;

import java.util.Objects;

/**
 * An operation on a resource behind a port.
 *
 * @param verb {@code read}, {@code write}, {@code get}, {@code list}, {@code create}, {@code
 *     update}, {@code delete}, {@code publish}, {@code encrypt} or {@code decrypt}
 * @param resource {@code database/main}, {@code bucket/content}, {@code topic/erase}, {@code
 *     key/kek}, {@code accounts}, {@code stripe}, {@code realtime}
 */
public record PortOperation(String verb, String resource) {
  public PortOperation {
    Objects.requireNonNull(verb);
    Objects.requireNonNull(resource);
  }
}
