package com.anykoma.privacy.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One page request for {@link Documents#descendants}. The roots are sorted by path. Roots that are
 * descendants of another root, and roots whose descendants all precede the cursor, are removed. So
 * all descendants of one root sort before those of the next.
 *
 * @param after the last path of the previous page
 * @param limit 1 to 10,000
 */
public record Subtrees(List<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
  public Subtrees {
    Objects.requireNonNull(after);
    Page.requireLimit(limit, Query.MAX_LIMIT);
    roots = List.copyOf(notPassed(topmost(roots), after));
  }

  private static List<DocumentPath> topmost(List<DocumentPath> roots) {
    List<DocumentPath> topmost = new ArrayList<>();
    for (DocumentPath each : new TreeSet<>(roots)) {
      if (topmost.isEmpty() || !each.isBeneath(topmost.get(topmost.size() - 1))) {
        topmost.add(each);
      }
    }
    return topmost;
  }

  private static List<DocumentPath> notPassed(
      List<DocumentPath> roots, Optional<DocumentPath> after) {
    return roots.stream()
        .filter(
            root ->
                after.isEmpty() || root.compareTo(after.get()) >= 0 || after.get().isBeneath(root))
        .toList();
  }

  /** The cursor if it is a descendant of this root; any other root starts at its beginning. */
  public Optional<DocumentPath> after(DocumentPath root) {
    return after.filter(each -> each.isBeneath(root));
  }
}
