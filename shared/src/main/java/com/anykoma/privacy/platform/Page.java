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

  /**
   * Checks how much is asked for at once.
   *
   * @throws IllegalArgumentException unless it is 1 to {@code most}
   */
  public static void requireLimit(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException("a limit is 1 to " + most);
    }
  }
}
