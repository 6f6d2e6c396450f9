package com.anykoma.privacy.collection.census;

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
final class SubtreeCensusScan implements CensusScan {
  /** How many documents are looked beneath at once. */
  private static final int ROOTS = 100;

  private final Documents documents;
  private final CollectionPath top;
  private final Predicate<DocumentPath> isListed;
  private final CollectionTally unlisted;
  private Optional<String> theseIds = Optional.empty();
  private Optional<String> nextIds = Optional.empty();
  private boolean idsDone;
  private List<DocumentPath> roots = List.of();
  private Optional<DocumentPath> after = Optional.empty();

  /**
   * @param isListed whether some location names a path
   * @param token where it goes on: the token of the listing of ids, behind its length, and the last
   *     path beneath the documents of that page
   */
  SubtreeCensusScan(
      Documents documents,
      CollectionPath top,
      Predicate<DocumentPath> isListed,
      CollectionTally unlisted,
      Optional<String> token) {
    this.documents = documents;
    this.top = top;
    this.isListed = isListed;
    this.unlisted = unlisted;
    token.ifPresent(this::goOn);
  }

  private void goOn(String token) {
    int colon = token.indexOf(':');
    int end = colon + 1 + Integer.parseInt(token.substring(0, colon));
    String ids = token.substring(colon + 1, end);
    nextIds = Optional.of(ids).filter(each -> !each.isEmpty());
    if (end < token.length()) {
      list();
      after = Optional.of(new DocumentPath(token.substring(end)));
    }
  }

  @Override
  public Optional<String> token() {
    String ids = (roots.isEmpty() ? nextIds : theseIds).orElse("");
    return Optional.of(ids.length() + ":" + ids + after.map(DocumentPath::value).orElse(""));
  }

  @Override
  public int next(int most) {
    return roots.isEmpty() ? nextRoots() : nextBeneath(most);
  }

  private int nextRoots() {
    list();
    after = Optional.empty();
    return roots.size();
  }

  /**
   * A page has the same ids when it is listed again: so many, whatever is still to be looked at.
   */
  private void list() {
    theseIds = nextIds;
    Page<String> page = documents.ids(top, nextIds, ROOTS);
    roots = page.items().stream().map(top::existingDocument).toList();
    nextIds = page.next();
    idsDone = nextIds.isEmpty();
  }

  private int nextBeneath(int most) {
    List<DocumentPath> page = documents.descendants(roots, after, most);
    page.stream().filter(isListed.negate()).forEach(each -> unlisted.add(each.collection(), 1));
    if (page.size() < most) {
      roots = List.of();
      after = Optional.empty();
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
