package com.anykoma.privacy.platform;

import com.google.common.collect.AbstractIterator;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Iteration over the pages of a listing. A page is read only when the loop reaches it, so a loop
 * that ends early reads no further page. No returned page is empty.
 */
public final class Pages {
  /** One read page and the cursor of the next; empty when the listing has ended. */
  private record Read<T, C>(List<T> items, Optional<C> next) {}

  private Pages() {}

  /**
   * The pages of a query; its limit is the page size. The iteration ends at an empty page, not at a
   * short one, because the caller may add matching documents between two pages.
   */
  public static Iterable<List<Document>> of(Documents documents, Query query) {
    return from(
        (Optional<Document> last) -> {
          List<Document> page = find(documents, query, last);
          return new Read<>(page, last(page));
        });
  }

  /** The pages of a query, up to a page shorter than the limit, which saves one query. */
  public static Iterable<List<Document>> untilShort(Documents documents, Query query) {
    return from(
        (Optional<Document> last) -> untilShort(find(documents, query, last), query.limit()));
  }

  /** The pages of {@link Documents#descendants}, with {@code limit} paths each. */
  public static Iterable<List<DocumentPath>> beneath(
      Documents documents, Collection<DocumentPath> roots, int limit) {
    return from(
        (Optional<DocumentPath> last) ->
            untilShort(documents.descendants(roots, last, limit), limit));
  }

  /** The pages of a listing, which reads the page of a token; empty for the first page. */
  public static <T> Iterable<List<T>> of(Function<Optional<String>, Page<T>> listing) {
    return from(
        (Optional<String> token) -> {
          Page<T> page = listing.apply(token);
          return new Read<>(page.items(), page.next());
        });
  }

  /**
   * One page of a collection, in the order of the document ids.
   *
   * @param query a query of one collection, without an order
   * @param token the last id of the previous page; empty for the first page
   * @return the page; its token is empty when the page is shorter than the limit
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

  /** Reads from cursor to cursor until no cursor is returned. */
  private static <T, C> Iterable<List<T>> from(Function<Optional<C>, Read<T, C>> reader) {
    return () ->
        new AbstractIterator<>() {
          private Optional<C> next = Optional.empty();
          private boolean begun;

          @Override
          protected @Nullable List<T> computeNext() {
            while (!begun || next.isPresent()) {
              begun = true;
              Read<T, C> read = reader.apply(next);
              next = read.next();
              if (!read.items().isEmpty()) {
                return read.items();
              }
            }
            return endOfData();
          }
        };
  }
}
