package com.anykoma.privacy.evidence;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A look at the paths of all that is beneath the documents of one top-level collection, be they
 * there or not: what is in places that no location names is found however deep it is (E24).
 */
final class TreeLook implements Look {
  private final Documents documents;
  private final CollectionPath top;
  private final Predicate<DocumentPath> isListed;
  private final CollectionTally unlisted;
  private Optional<String> nextIds = Optional.empty();
  private boolean idsDone;
  private List<DocumentPath> roots = List.of();
  private Optional<DocumentPath> after = Optional.empty();

  /**
   * @param isListed whether some location names a path
   */
  TreeLook(
      Documents documents,
      CollectionPath top,
      Predicate<DocumentPath> isListed,
      CollectionTally unlisted) {
    this.documents = documents;
    this.top = top;
    this.isListed = isListed;
    this.unlisted = unlisted;
  }

  @Override
  public int next(int most) {
    return roots.isEmpty() ? nextRoots(most) : nextBeneath(most);
  }

  private int nextRoots(int most) {
    Page<String> page = documents.ids(top, nextIds, most);
    roots = page.items().stream().map(top::existing).toList();
    after = Optional.empty();
    nextIds = page.next();
    idsDone = nextIds.isEmpty();
    return roots.size();
  }

  private int nextBeneath(int most) {
    List<DocumentPath> page = documents.descendants(roots, after, most);
    page.stream().filter(isListed.negate()).forEach(each -> unlisted.add(each.collection(), 1));
    if (page.size() < most) {
      roots = List.of();
    } else {
      after = Optional.of(page.get(most - 1));
    }
    return page.size();
  }

  @Override
  public boolean isDone() {
    return idsDone && roots.isEmpty();
  }
}
