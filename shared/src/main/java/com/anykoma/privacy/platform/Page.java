package com.anykoma.privacy.platform;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of a listing and the token of the next.
 *
 * @param next the next page's token; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
    Objects.requireNonNull(next);
  }
}
