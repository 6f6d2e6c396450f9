package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.SubjectHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Shows an operator an item's stored data, its purge orders and a purge's effect. Only reads. */
public record PurgePreview(
    Documents documents,
    SubjectHash hash,
    Targets targets,
    Removal removal,
    ReferenceCountedItems counted) {
  /** Whether any data of the item, a purge order or a legal hold exists. */
  public boolean isKnown(DocumentPath item) {
    Optional<Document> present = documents.get(item);
    return present.isPresent()
        || targets.ofItem(item, ownerOf(item, present)).stream().anyMatch(removal::hasRemaining)
        || !ordersOf(item).isEmpty()
        || documents.get(ItemHolds.pathOf(hash, item)).isPresent();
  }

  private SubjectId ownerOf(DocumentPath item, Optional<Document> present) {
    return new Owners(targets.dataMap(), documents::get)
        .of(present.orElse(Document.at(item))).stream()
            .findFirst()
            .or(() -> ordersOf(item).stream().flatMap(it -> it.subject().stream()).findFirst())
            .orElseThrow(() -> new PermanentFailure("the owner of the item is unknown"));
  }

  /** The purge orders of the item that were not carried out, the latest first. */
  public List<RemovalOrder> ordersOf(DocumentPath item) {
    return documents
        .find(Query.in(OwnCollections.PURGES).whereEqual(PurgeOrders.ITEM, item.value()))
        .stream()
        .map(RemovalOrder::of)
        .sorted(Comparator.comparing(RemovalOrder::requestedAt).reversed())
        .toList();
  }

  /**
   * A document or object that a purge would remove or leave.
   *
   * @param location the data map's name
   * @param name path of a document, or bucket and name of an object; empty for all of the location
   * @param isDeleted whether the purge deletes it
   * @param why the kind of edge that leads to it; {@code item} for the item itself; {@code others}
   *     for documents beneath it that belong to other people or to no location
   */
  public record PreviewedDocument(String location, String name, boolean isDeleted, String why) {}

  /** Lists all that purging the item would remove now, and related data that it would leave. */
  public List<PreviewedDocument> preview(DocumentPath item) {
    List<PreviewedDocument> previewed = new ArrayList<>();
    Optional<Document> present = documents.get(item);
    SubjectId owner = ownerOf(item, present);
    for (Target each : targets.ofItem(item, owner)) {
      preview(each, targets.edgeKindOf(item, each), previewed);
      removal.forEachForeign(
          each,
          it ->
              previewed.add(
                  new PreviewedDocument(it.place(), it.path().value(), it.isRemoved(), "others")));
    }
    for (String each : present.map(counted::of).orElse(List.of())) {
      DocumentPath path = new DocumentPath(each);
      List<Target> toDelete = counted.unlessReferencedElsewhere(item, path, owner);
      toDelete.forEach(it -> preview(it, "counted", previewed));
      if (toDelete.isEmpty()) {
        previewed.add(new PreviewedDocument(targets.nameOf(path), each, false, "counted"));
      }
    }
    for (String each : targets.sharedLocationsOf(item)) {
      previewed.add(new PreviewedDocument(each, "", false, "shared"));
    }
    return List.copyOf(previewed);
  }

  private void preview(Target target, String why, List<PreviewedDocument> previewed) {
    removal.forEachName(
        target, name -> previewed.add(new PreviewedDocument(target.location(), name, true, why)));
  }
}
