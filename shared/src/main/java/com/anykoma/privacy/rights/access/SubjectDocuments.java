package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.ScatteredTrees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lists a person's documents of a location, for every form of {@code subject} in the data map (P22,
 * P24). Reads one page at a time. A store's page that is short is not taken for the last one: a
 * listing ends at an empty page, so it loses no document to a short answer. Documents that are
 * written or deleted meanwhile are listed or not; others are never left out.
 */
public record SubjectDocuments(Documents documents, DataMap dataMap) {
  private static final int COUNTED = 1_000;
  private static final int ABOVE = 100;

  /** Reads one page from a position on; a page may be empty and have a next position. */
  private interface Listing {
    Page<Document> page(Optional<String> position, int limit);
  }

  /** Reads a page of the person's documents that belong to some documents. */
  private interface Dependants {
    Page<Document> page(List<DocumentPath> leading, Optional<String> position, int limit);
  }

  /** A position in a listing within a listing. */
  private record Position(Optional<String> outer, Optional<String> inner) {
    /** Reads what {@link #write} returned: the length of the outer position, both positions. */
    static Position read(Optional<String> written) {
      String text = written.orElse("0:");
      int from = text.indexOf(':') + 1;
      int end = from + Integer.parseInt(text.substring(0, from - 1));
      return new Position(some(text.substring(from, end)), some(text.substring(end)));
    }

    private static Optional<String> some(String position) {
      return Optional.of(position).filter(it -> !it.isEmpty());
    }

    String write() {
      return outer.orElse("").length() + ":" + outer.orElse("") + inner.orElse("");
    }
  }

  /** Counts the documents; in one round trip where one collection has no others. */
  long count(SubjectId subject, Location of) {
    Optional<Query> query = query(subject, of).filter(it -> !it.group());
    if (query.isPresent()) {
      return documents.count(query.get());
    }
    long count = 0;
    for (List<Document> page : Pages.of(token -> page(subject, of, token, COUNTED))) {
      count += page.size();
    }
    return count;
  }

  /**
   * One page of the person's documents of a location of the main database. It may be empty and have
   * a next one.
   *
   * @param position in the listing; it may have other people's ids
   */
  Page<Document> page(SubjectId subject, Location of, Optional<String> position, int limit) {
    return listing(subject, of).page(position, limit);
  }

  private Listing listing(SubjectId subject, Location of) {
    Place.Documents in = (Place.Documents) of.place();
    Optional<Query> query = query(subject, of);
    if (query.isPresent()) {
      return found(query.get(), it -> isOf(of, it.path()));
    }
    if (of.subject() instanceof SubjectLocator.InPath) {
      boolean isRoot = in.path().segments().size() == of.root().orElseThrow().segments().size();
      return nested(token -> roots(subject, of, token), isRoot ? this::existing : beneath(of));
    }
    if (of.subject() instanceof SubjectLocator.Through through) {
      return nested(
          token -> leading(subject, through.location(), token, 1),
          (leading, position, limit) -> led(of, through, leading.get(0)).page(position, limit));
    }
    return of.subject() instanceof SubjectLocator.ThroughPath through
        ? nested(token -> leading(subject, through.location(), token, ABOVE), beneath(of))
        : (position, limit) -> new Page<>(List.of(), Optional.empty());
  }

  /** The query for the person's documents; empty if they are not found by one query. */
  private static Optional<Query> query(SubjectId subject, Location of) {
    Place.Documents in = (Place.Documents) of.place();
    if (of.subject() instanceof SubjectLocator.InField key) {
      return Optional.of(in.among(Map.of()).whereEqual(key.field(), subject.value()));
    }
    if (of.subject() instanceof SubjectLocator.InList owners) {
      return Optional.of(in.among(Map.of()).whereContains(owners.field(), subject.value()));
    }
    return of.subject() instanceof SubjectLocator.InPath key && !of.isScattered()
        ? Optional.of(in.among(Map.of(key.id(), subject.documentId())))
        : Optional.empty();
  }

  private boolean isOf(Location location, DocumentPath path) {
    return dataMap.locationOf(path).equals(Optional.of(location));
  }

  private Listing found(Query query, Predicate<Document> which) {
    return (position, limit) -> {
      Query from = query.limit(limit);
      List<Document> read =
          documents.find(
              position.map(it -> from.after(Document.at(new DocumentPath(it)))).orElse(from));
      return new Page<>(
          read.stream().filter(which).toList(), last(read.stream().map(Document::path).toList()));
    };
  }

  private static Optional<String> last(List<DocumentPath> paths) {
    return paths.isEmpty() ? Optional.empty() : Optional.of(paths.get(paths.size() - 1).value());
  }

  private static Listing nested(
      Function<Optional<String>, Page<DocumentPath>> leading, Dependants dependants) {
    return (position, limit) -> {
      Position at = Position.read(position);
      Page<DocumentPath> outer = leading.apply(at.outer());
      Page<Document> inner =
          outer.items().isEmpty()
              ? new Page<>(List.of(), Optional.empty())
              : dependants.page(outer.items(), at.inner(), limit);
      Optional<Position> next =
          inner.next().isPresent()
              ? Optional.of(new Position(at.outer(), inner.next()))
              : outer.next().map(it -> new Position(Optional.of(it), Optional.empty()));
      return new Page<>(inner.items(), next.map(Position::write));
    };
  }

  /** The existing ones of the documents, by path. */
  private Page<Document> existing(List<DocumentPath> paths, Optional<String> position, int limit) {
    List<DocumentPath> some =
        paths.stream()
            .sorted()
            .filter(it -> position.isEmpty() || it.compareTo(new DocumentPath(position.get())) > 0)
            .limit(limit)
            .toList();
    return new Page<>(present(some), last(some).filter(it -> some.size() == limit));
  }

  private List<Document> present(List<DocumentPath> paths) {
    return documents.getAll(paths).stream().flatMap(Optional::stream).toList();
  }

  /** The documents of the location beneath some documents. */
  private Dependants beneath(Location of) {
    return (roots, position, limit) -> {
      List<DocumentPath> below =
          documents.descendants(roots, position.map(DocumentPath::new), limit);
      return new Page<>(present(below.stream().filter(it -> isOf(of, it)).toList()), last(below));
    };
  }

  /** The documents of the location that name the leading one in a field. */
  private Listing led(Location of, SubjectLocator.Through through, DocumentPath leading) {
    Place.Documents in = (Place.Documents) of.place();
    return found(
        in.among(Map.of()).whereEqual(through.field(), leading.id()),
        it ->
            isOf(of, it.path())
                && Owners.withoutReads(dataMap).leading(it).equals(Optional.of(leading)));
  }

  private Page<DocumentPath> leading(
      SubjectId subject, String location, Optional<String> position, int limit) {
    Page<Document> page = page(subject, dataMap.location(location).orElseThrow(), position, limit);
    return new Page<>(page.items().stream().map(Document::path).toList(), page.next());
  }

  /** The documents with the person's id, which need not exist. */
  private Page<DocumentPath> roots(SubjectId subject, Location of, Optional<String> position) {
    return of.folderOfPeople()
        .map(it -> new DocumentPath(it + "/" + subject.documentId()))
        .map(own -> new Page<>(List.of(own), Optional.empty()))
        .orElseGet(
            () ->
                new ScatteredTrees(documents, dataMap)
                    .roots(of.root().orElseThrow(), subject, position));
  }
}
