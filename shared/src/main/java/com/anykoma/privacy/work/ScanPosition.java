package com.anykoma.privacy.work;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The position of a scan in its store.
 *
 * @param phase a part of the store, for example a collection's name
 * @param token page token of the store within the phase; empty at its start
 */
public record ScanPosition(String phase, Optional<String> token) {
  public ScanPosition {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(token);
  }

  public static ScanPosition startOf(String phase) {
    return new ScanPosition(phase, Optional.empty());
  }

  /** The position after a page; empty at the end of the last of {@code phases}. */
  public Optional<ScanPosition> after(Page<?> page, List<String> phases) {
    return after(page.next(), phases);
  }

  public Optional<ScanPosition> after(Optional<String> next, List<String> phases) {
    if (next.isPresent()) {
      return Optional.of(new ScanPosition(phase, next));
    }
    int following = phases.indexOf(phase) + 1;
    return following < phases.size()
        ? Optional.of(startOf(phases.get(following)))
        : Optional.empty();
  }

  /** Reads the page at this position, in a phase named after its collection. */
  public Page<Document> documents(Documents documents, int limit) {
    return Pages.read(documents, Query.in(new CollectionPath(phase)).limit(limit), token);
  }
}
