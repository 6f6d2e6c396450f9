package com.anykoma.privacy.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which descendants an adapter of {@link Documents} is asked for. The roots are left in path order,
 * without those beneath another and those that lie wholly before the cursor, so that what is
 * beneath one root stands before all that is beneath the next.
 *
 * @param after the last path of the page before
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

  private static List<DocumentPath> notPassed(List<DocumentPath> roots, Optional<DocumentPath> after) {
    return roots.stream()
        .filter(
            root ->
                after.isEmpty() || root.compareTo(after.get()) >= 0 || after.get().isBeneath(root))
        .toList();
  }

  /** The cursor where it lies beneath this root; all that is beneath any other root follows it. */
  public Optional<DocumentPath> after(DocumentPath root) {
    return after.filter(each -> each.isBeneath(root));
  }
}
