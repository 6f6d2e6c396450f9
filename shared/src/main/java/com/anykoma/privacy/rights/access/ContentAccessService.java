package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Opens what a subject made, for them alone: paths are made from whoever asks, never from what they
 * ask for, so nobody's else can be reached (P10, P22; invariants 5 and 10). What is deleted, of a
 * subject who is or asked to be erased, or not there is all the same: nothing. Costs one round trip
 * to the documents, and one to the keys where the key is not known lately.
 */
public record ContentAccessService(
    Subjects subjects, DataMap dataMap, FieldService fields, BlobService blobs) {
  /**
   * The fields of the subject's document, opened; empty when there is nothing for them there.
   *
   * @param collection its id
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal when a field is not what was sealed
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
   * The subject's blob, to be read; empty when there is nothing for them there. A blob is deleted
   * with the document that it belongs to.
   *
   * @param collection the id of that document's
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal when it was not sealed here
   */
  public Optional<OpenedBlob> blob(SubjectId asking, String collection, String id) {
    return blobPlace(collection)
        .flatMap(place -> pathIn(place, asking, id))
        .filter(BlobId::isName)
        .map(name -> new BlobId(UploadService.CONTENT, name))
        .flatMap(
            blob ->
                readBeside(asking, blob, collection, id)
                    .filter(read -> !isDeleted(read))
                    .flatMap(read -> unlessShredded(() -> blobs.open(asking, blob, read.get(0))))
                    .flatMap(opened -> opened));
  }

  /** The record of the blob, then the document it belongs to and its stamp, where there are any. */
  private Optional<List<Optional<Document>>> readBeside(
      SubjectId asking, BlobId blob, String collection, String id) {
    List<DocumentPath> paths = new ArrayList<>(List.of(blobs.recordOf(asking, blob)));
    documentPlace(collection)
        .flatMap(place -> pathIn(place, asking, id))
        .map(DocumentPath::new)
        .ifPresent(document -> paths.addAll(List.of(document, ItemStamp.pathOf(asking, document))));
    return read(asking, paths);
  }

  private static boolean isDeleted(List<Optional<Document>> beside) {
    if (beside.size() == 1) {
      return false;
    }
    Optional<Document> content = beside.get(1);
    return Deletion.isDeleted(
        content,
        beside
            .get(2)
            .filter(it -> content.isEmpty()) // a stamp that cannot be read bars no content
            .flatMap(it -> ItemStamp.read(it.fields()).deletedAt()));
  }

  /** The documents in one round trip with the fence; empty when the subject is erased. */
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

  /**
   * Where the subjects' content of this collection lies: its path ends in {@code collection/id}.
   */
  private Optional<Location> place(String collection, Predicate<Place> kind) {
    return dataMap.withRole(LocationRole.CONTENT).stream()
        .filter(it -> kind.test(it.place()) && it.subject() instanceof SubjectLocator.InPath)
        .filter(it -> it.place().pattern().filter(path -> path.endsIn(collection)).isPresent())
        .findFirst();
  }

  private static Optional<String> pathIn(Location place, SubjectId asking, String id) {
    PathPattern pattern = place.place().pattern().orElseThrow();
    return place.subject() instanceof SubjectLocator.InPath key
        ? pattern.filled(Map.of(key.id(), asking.documentId(), pattern.lastId(), id))
        : Optional.empty();
  }
}
