package com.anykoma.privacy.platform;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Goes through a listing page by page. Each page is read when the loop comes to it, so that a
 * caller who leaves the loop reads no further page. No page that is handed out is empty.
 */
public final class Pages {
  /**
   * Items that were read, and where the next page begins.
   *
   * @param next empty when the listing has ended
   */
  private record Read<T, C>(List<T> items, Optional<C> next) {}

  private Pages() {}

  /**
   * The pages of what a query finds; the query's limit is the length of a page. They end with an
   * empty page, and not with a short one: what the caller does between two pages may change how
   * much the query finds.
   */
  public static Iterable<List<Document>> of(Documents documents, Query query) {
    return from(
        (Optional<Document> last) -> {
          List<Document> page = find(documents, query, last);
          return new Read<>(page, last(page));
        });
  }

  /** The same, but they end with a page that is shorter than the limit: one query fewer. */
  public static Iterable<List<Document>> untilShort(Documents documents, Query query) {
    return from(
        (Optional<Document> last) -> untilShort(find(documents, query, last), query.limit()));
  }

  /** The pages of {@link Documents#descendants}, {@code limit} paths long. */
  public static Iterable<List<DocumentPath>> beneath(
      Documents documents, Collection<DocumentPath> roots, int limit) {
    return from(
        (Optional<DocumentPath> last) ->
            untilShort(documents.descendants(roots, last, limit), limit));
  }

  /**
   * The pages of a listing by tokens. They end with the page that has no token of a next.
   *
   * @param listing reads the page of a token; empty for the first page
   */
  public static <T> Iterable<List<T>> of(Function<Optional<String>, Page<T>> listing) {
    return from(
        (Optional<String> token) -> {
          Page<T> page = listing.apply(token);
          return new Read<>(page.items(), page.next());
        });
  }

  /**
   * One page of a collection, in the order of its documents' ids.
   *
   * @param query of one collection, ordered by no field
   * @param token the last id of the page before; empty for the first page
   * @return with the token of the next page, unless this one is shorter than the limit
   */
  public static Page<Document> read(Documents documents, Query query, Optional<String> token) {
    CollectionPath collection = new CollectionPath(query.collection());
    Read<Document, Document> read =
        untilShort(
            find(documents, query, token.map(id -> Document.at(collection.existingDocument(id)))),
            query.limit());
    return new Page<>(read.items(), read.next().map(last -> last.path().id()));
  }

  private static List<Document> find(Documents documents, Query query, Optional<Document> last) {
    return documents.find(last.map(query::after).orElse(query));
  }

  private static <T> Read<T, T> untilShort(List<T> page, int limit) {
    return new Read<>(page, page.size() < limit ? Optional.empty() : last(page));
  }

  private static <T> Optional<T> last(List<T> page) {
    return page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
  }

  /** The one loop: reads from cursor to cursor until there is none. */
  private static <T, C> Iterable<List<T>> from(Function<Optional<C>, Read<T, C>> reader) {
    return () ->
        new Iterator<>() {
          private List<T> page = List.of();
          private Optional<C> next = Optional.empty();
          private boolean begun;

          @Override
          public boolean hasNext() {
            while (page.isEmpty() && (!begun || next.isPresent())) {
              begun = true;
              Read<T, C> read = reader.apply(next);
              page = read.items();
              next = read.next();
            }
            return !page.isEmpty();
          }

          @Override
          public List<T> next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            List<T> dispatched = page;
            page = List.of();
            return dispatched;
          }
        };
  }
}
