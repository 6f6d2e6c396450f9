package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Opens sealed content for its owner. Paths are built from the authenticated subject, so a request
 * cannot reach other people's content (P10, P22; invariants 5 and 10). Deleted and unknown content,
 * and all content of a subject who is erased or has requested erasure, return the same empty
 * answer. Costs one round trip to the documents, and one to the keys if the key is not cached.
 */
public record ContentAccessService(
    Subjects subjects, Owners owners, FieldService fields, BlobService blobs) {
  /**
   * Returns the opened fields of the subject's document; empty if it is deleted, unknown or not
   * theirs.
   *
   * @param collection id of the document's collection
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal if a field was altered after it was
   *     sealed
   */
  public Optional<Fields> document(SubjectId asking, String collection, String id) {
    return documentPlace(collection)
        .flatMap(
            place ->
                pathIn(place, asking, id)
                    .map(DocumentPath::new)
                    .flatMap(path -> read(asking, List.of(path)))
                    .flatMap(read -> read.get(0))
                    .filter(it -> !Deletion.isMarked(it))
                    .flatMap(it -> unlessShredded(() -> fields.open(asking, place, it))));
  }

  /**
   * Returns the opened fields of the subject's own content at any path, without those that are
   * still sealed with a former owner's key; else empty.
   */
  public Optional<Fields> document(SubjectId asking, DocumentPath path) {
    return owners
        .dataMap()
        .locationOf(path)
        .filter(it -> it.role() == LocationRole.CONTENT)
        .flatMap(
            place ->
                subjects
                    .transact(
                        asking,
                        List.of(path),
                        tx ->
                            tx.erased() || tx.subject().erasureRequested()
                                ? Optional.<Document>empty()
                                : tx.alsoRead(0)
                                    .filter(it -> owners.reading(tx::read).of(it).contains(asking)))
                    .filter(it -> !Deletion.isMarked(it))
                    .flatMap(it -> unlessShredded(() -> fields.open(asking, place, it))));
  }

  /**
   * Returns the subject's blob, ready to be read; empty if it is deleted, unknown or not theirs. A
   * blob counts as deleted with the document that it belongs to, and a derived one with its
   * original.
   *
   * @param collection id of that document's collection
   * @param id the rest of the blob's name
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal if it was not sealed by this system
   */
  public Optional<OpenedBlob> blob(SubjectId asking, String collection, String id) {
    return blobPlace(collection)
        .flatMap(place -> blobIn(place, asking, id))
        .flatMap(
            blob ->
                readBeside(asking, blob, collection, id)
                    .filter(read -> !isDeleted(read))
                    .flatMap(read -> unlessShredded(() -> blobs.open(asking, blob, read.get(0))))
                    .flatMap(opened -> opened));
  }

  /** Returns the subject's blob of this location, an original or one made from an original. */
  private Optional<BlobId> blobIn(Location place, SubjectId asking, String id) {
    PathPattern pattern = place.place().pattern().orElseThrow();
    Map<String, String> person = Map.of(pattern.ids().get(0), asking.documentId());
    String name = String.join("/", pattern.leading(person)) + "/" + id;
    return Optional.of(name)
        .filter(BlobId::isName)
        .map(it -> new BlobId(UploadService.CONTENT, it))
        .filter(it -> owners.dataMap().locationOf(it).equals(Optional.of(place)))
        .filter(it -> owners.dataMap().subjectOf(it).equals(Optional.of(asking)));
  }

  /** Reads the blob's record, and the documents and stamps that it may belong to. */
  private Optional<List<Optional<Document>>> readBeside(
      SubjectId asking, BlobId blob, String collection, String id) {
    Set<DocumentPath> items = new LinkedHashSet<>(owners.dataMap().itemsOf(blob));
    documentPlace(collection)
        .flatMap(place -> pathIn(place, asking, id))
        .map(DocumentPath::new)
        .ifPresent(items::add);
    List<DocumentPath> paths = new ArrayList<>(List.of(blobs.recordPath(asking, blob)));
    items.forEach(each -> paths.addAll(List.of(each, ItemStamp.pathOf(asking, each))));
    return read(asking, paths);
  }

  /** Whether one of the blob's possible items is deleted, and none exists. */
  private static boolean isDeleted(List<Optional<Document>> beside) {
    boolean isDeleted = false;
    for (int i = 1; i < beside.size(); i += 2) {
      Optional<Document> content = beside.get(i);
      Optional<Document> stamp = beside.get(i + 1);
      if (content.filter(it -> !Deletion.isMarked(it)).isPresent()) {
        return false;
      }
      isDeleted |=
          Deletion.isDeleted(
              content,
              stamp
                  .filter(it -> content.isEmpty()) // an unreadable stamp does not block content
                  .flatMap(it -> ItemStamp.read(it.fields()).deletedAt()));
    }
    return isDeleted;
  }

  /** Reads the documents together with the fence; empty if erasure is requested or done. */
  private Optional<List<Optional<Document>>> read(SubjectId asking, List<DocumentPath> paths) {
    return subjects.transact(
        asking,
        paths,
        tx ->
            tx.erased() || tx.subject().erasureRequested()
                ? Optional.empty()
                : Optional.of(IntStream.range(0, paths.size()).mapToObj(tx::alsoRead).toList()));
  }

  private static <T> Optional<T> unlessShredded(Supplier<T> open) {
    try {
      return Optional.of(open.get());
    } catch (KeyDestroyed e) {
      return Optional.empty();
    }
  }

  private Optional<Location> documentPlace(String collection) {
    return place(collection, it -> it instanceof Place.Documents);
  }

  private Optional<Location> blobPlace(String collection) {
    return place(
        collection,
        it -> it instanceof Place.Blobs blobs && blobs.bucket().equals(UploadService.CONTENT));
  }

  /** The location of this collection's content: its path ends in {@code collection/id}. */
  private Optional<Location> place(String collection, Predicate<Place> kind) {
    return owners.dataMap().withRole(LocationRole.CONTENT).stream()
        .filter(it -> kind.test(it.place()) && it.folderOfPeople().isPresent())
        .filter(it -> it.place().pattern().filter(path -> path.endsIn(collection)).isPresent())
        .findFirst();
  }

  /** Empty if the path has ids other than the subject's and the last. */
  private static Optional<String> pathIn(Location place, SubjectId asking, String id) {
    PathPattern pattern = place.place().pattern().orElseThrow();
    Map<String, String> ids =
        Map.of(pattern.ids().get(0), asking.documentId(), pattern.lastId(), id);
    return pattern.ids().size() == 2 ? pattern.filled(ids) : Optional.empty();
  }
}
