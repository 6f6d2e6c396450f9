package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Splits listings into pages. */
final class ListingPages {
  private ListingPages() {}

  /** The first {@code limit} of up to {@code limit + 1} elements; a token if there is one more. */
  static <T> Page<T> of(List<T> found, int limit, Function<T, String> token) {
    if (found.size() <= limit) {
      return new Page<>(found, Optional.empty());
    }
    List<T> page = found.subList(0, limit);
    return new Page<>(page, Optional.of(token.apply(page.get(limit - 1))));
  }
}
