package com.anykoma.privacy.repair;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A page of one content collection, with the stamps and corpus entries of the same range of ids, so
 * that stamps and entries without a document are found too. Costs one query for each of the three,
 * and one read per result.
 *
 * @param documents by path
 * @param stamps by path of the document that each belongs to
 * @param entries by path of the document that each belongs to
 * @param last id of the last document; empty at the end of the collection
 */
record ContentWindow(
    Map<DocumentPath, Document> documents,
    Map<DocumentPath, Document> stamps,
    Map<DocumentPath, Document> entries,
    Optional<String> last) {
  /** The character after the slash: ids of the collection sort before it. */
  private static final String AFTER_SLASH = "0";

  /** Reads the page of at most {@code limit} documents after {@code after}. */
  static ContentWindow read(
      Documents store,
      SubjectId owner,
      CollectionPath collection,
      Optional<String> after,
      int limit) {
    Page<Document> page = Pages.read(store, Query.in(collection).limit(limit), after);
    Range range = new Range(collection, after, page.next());
    CollectionPath stamps = Subjects.path(owner).collection(OwnCollections.ITEMS);
    Map<DocumentPath, Document> stampsByItem = new LinkedHashMap<>();
    for (Document each : range.of(store, Query.in(stamps), ItemStamp.ITEM)) {
      stampsByItem.put(new DocumentPath(each.fields().string(ItemStamp.ITEM).orElseThrow()), each);
    }
    Map<DocumentPath, Document> entries = new LinkedHashMap<>();
    for (Document each : range.of(store, Query.in(OwnCollections.CORPUS), CorpusEntry.CONTENT)) {
      entries.put(new DocumentPath(each.fields().string(CorpusEntry.CONTENT).orElseThrow()), each);
    }
    Map<DocumentPath, Document> documents = new LinkedHashMap<>();
    page.items().forEach(each -> documents.put(each.path(), each));
    return new ContentWindow(documents, stampsByItem, entries, page.next());
  }

  /** The paths of all documents, stamps and entries, sorted. */
  List<DocumentPath> paths() {
    TreeSet<DocumentPath> all = new TreeSet<>(documents.keySet());
    all.addAll(stamps.keySet());
    all.addAll(entries.keySet());
    return List.copyOf(all);
  }

  Optional<ItemStamp> stamp(DocumentPath path) {
    return Optional.ofNullable(stamps.get(path)).map(each -> ItemStamp.read(each.fields()));
  }

  /** The ids after {@code after}, up to and including {@code last}. */
  private record Range(CollectionPath collection, Optional<String> after, Optional<String> last) {
    private static final int PAGE = 1_000;

    /** The documents whose {@code field} contains the path of an item of the range. */
    List<Document> of(Documents store, Query query, String field) {
      String start = collection.value() + "/";
      Query from =
          query
              .where(field, Operator.GREATER, after.map(id -> start + id).orElse(start))
              .limit(PAGE);
      Query range =
          last.map(id -> from.where(field, Operator.LESS_OR_EQUAL, start + id))
              .orElseGet(() -> from.where(field, Operator.LESS, collection.value() + AFTER_SLASH));
      List<Document> all = new ArrayList<>();
      Pages.untilShort(store, range).forEach(all::addAll);
      return all;
    }
  }
}
