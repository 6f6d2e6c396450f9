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
 * Where in its store a scan has come to.
 *
 * @param phase which part of the store, for example a collection's name
 * @param token where in the part, as the store's last page told; empty at the beginning
 */
public record ScanPosition(String phase, Optional<String> token) {
  public ScanPosition {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(token);
  }

  /** The beginning of a phase. */
  public static ScanPosition startOf(String phase) {
    return new ScanPosition(phase, Optional.empty());
  }

  /** The position after a page of this phase; empty at the end of the last of {@code phases}. */
  public Optional<ScanPosition> after(Page<?> page, List<String> phases) {
    return after(page.next(), phases);
  }

  /**
   * The position after a page.
   *
   * @param next the token of the next page of this phase; empty after its last
   */
  public Optional<ScanPosition> after(Optional<String> next, List<String> phases) {
    if (next.isPresent()) {
      return Optional.of(new ScanPosition(phase, next));
    }
    int following = phases.indexOf(phase) + 1;
    return following < phases.size()
        ? Optional.of(startOf(phases.get(following)))
        : Optional.empty();
  }

  /**
   * The page of documents at this position, in a phase that is named for its collection.
   *
   * @param limit how many documents every page but the last has
   */
  public Page<Document> documents(Documents documents, int limit) {
    return Pages.read(documents, Query.in(new CollectionPath(phase)).limit(limit), token);
  }
}
