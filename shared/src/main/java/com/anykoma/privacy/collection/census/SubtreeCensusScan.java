package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Scans the paths of all documents beneath one top-level collection, at any depth and also beneath
 * missing documents, to find documents outside every location (E24).
 */
final class SubtreeCensusScan implements CensusScan {
  /** Number of top-level documents whose descendants are listed together. */
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
   * @param isListed whether some location contains a path
   * @param token the token of an earlier scan to continue from: the length of the id listing's
   *     token, a colon, that token, and the last path that was read beneath its page of ids
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
    token.ifPresent(this::resume);
  }

  private void resume(String token) {
    int colon = token.indexOf(':');
    int end = colon + 1 + Integer.parseInt(token.substring(0, colon));
    String ids = token.substring(colon + 1, end);
    nextIds = Optional.of(ids).filter(each -> !each.isEmpty());
    if (end < token.length()) {
      listRoots();
      after = Optional.of(new DocumentPath(token.substring(end)));
    }
  }

  @Override
  public Optional<String> token() {
    String ids = (roots.isEmpty() ? nextIds : theseIds).orElse("");
    return Optional.of(ids.length() + ":" + ids + after.map(DocumentPath::value).orElse(""));
  }

  @Override
  public int next(int max) {
    return roots.isEmpty() ? nextRoots() : nextBeneath(max);
  }

  private int nextRoots() {
    listRoots();
    after = Optional.empty();
    return roots.size();
  }

  /** Always lists {@link #ROOTS} ids, so that a resumed scan gets the same page again. */
  private void listRoots() {
    theseIds = nextIds;
    Page<String> page = documents.ids(top, nextIds, ROOTS);
    roots = page.items().stream().map(top::existingDocument).toList();
    nextIds = page.next();
    idsDone = nextIds.isEmpty();
  }

  private int nextBeneath(int max) {
    List<DocumentPath> page = documents.descendants(roots, after, max);
    page.stream().filter(isListed.negate()).forEach(each -> unlisted.add(each.collection(), 1));
    if (page.size() < max) {
      roots = List.of();
      after = Optional.empty();
    } else {
      after = Optional.of(page.get(max - 1));
    }
    return page.size();
  }

  @Override
  public boolean isDone() {
    return idsDone && roots.isEmpty();
  }
}
