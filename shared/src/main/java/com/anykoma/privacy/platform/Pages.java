package com.anykoma.privacy.platform;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through what a query finds, page by page; the query's limit is how long a page is. */
public final class Pages {
  private Pages() {}

  /**
   * Hands over one page after the other until one is empty. A page that is shorter than the limit
   * ends nothing, because a listing may answer less than there is.
   */
  public static void forEach(Documents documents, Query query, Consumer<List<Document>> work) {
    List<Document> page = documents.find(query);
    while (!page.isEmpty()) {
      work.accept(page);
      page = documents.find(query.after(page.get(page.size() - 1)));
    }
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
    List<Document> page =
        documents.find(
            token.map(id -> query.after(Document.at(collection.existing(id)))).orElse(query));
    return new Page<>(
        page,
        page.size() < query.limit()
            ? Optional.empty()
            : Optional.of(page.get(page.size() - 1).path().id()));
  }
}
