package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
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

/**
 * Shows an operator what is stored of an item, which orders would purge it, and what a purge would
 * remove at this moment. Only reads.
 */
public record PurgePreview(
    Documents documents,
    SubjectHash hash,
    Targets targets,
    Removal removal,
    ReferenceCountedItems counted) {
  /** Whether there is anything of the item, an order to purge it or a legal hold on it. */
  public boolean isKnown(DocumentPath item) {
    Optional<Document> present = documents.get(item);
    return present.isPresent()
        || targets.ofItem(item, ownerOf(item, present)).stream().anyMatch(removal::isLeft)
        || !ordersOf(item).isEmpty()
        || documents.get(ItemHolds.pathOf(hash, item)).isPresent();
  }

  private SubjectId ownerOf(DocumentPath item, Optional<Document> present) {
    return targets
        .ownerOf(present.orElse(Document.at(item)))
        .orElseThrow(() -> new PermanentFailure("the item does not say whose it is"));
  }

  /** The orders to purge the item that were not carried out, the latest first. */
  public List<RemovalOrder> ordersOf(DocumentPath item) {
    return documents
        .find(Query.in(OwnCollections.PURGES).whereEqual(PurgeOrders.ITEM, item.value()))
        .stream()
        .map(RemovalOrder::of)
        .sorted(Comparator.comparing(RemovalOrder::requestedAt).reversed())
        .toList();
  }

  /**
   * Something that a purge would remove, or leave.
   *
   * @param location by the data map's name
   * @param name a document's path, or a bucket and an object's name; empty for whatever of the
   *     location it is
   * @param goes whether it goes
   * @param why the kind of edge that leads to it, {@code item} for the item itself, or {@code
   *     others} for what lies beneath and is other people's, or is named by no location
   */
  public record PreviewedDocument(String location, String name, boolean goes, String why) {}

  /**
   * Exactly what purging the item would remove at this moment, document by document and object by
   * object, and what it would leave though it leads there or lies beneath. Changes nothing.
   *
   * @throws com.anykoma.privacy.PermanentFailure when the data map does not name its place, or the
   *     item does not say whose it is
   */
  public List<PreviewedDocument> preview(DocumentPath item) {
    List<PreviewedDocument> previewed = new ArrayList<>();
    Optional<Document> present = documents.get(item);
    SubjectId owner = ownerOf(item, present);
    for (Target each : targets.ofItem(item, owner)) {
      preview(each, targets.whyOf(item, each), previewed);
      removal.forEachForeign(
          each,
          it ->
              previewed.add(
                  new PreviewedDocument(it.place(), it.path().value(), it.isRemoved(), "others")));
    }
    for (String each : present.map(counted::of).orElse(List.of())) {
      DocumentPath path = new DocumentPath(each);
      List<Target> toDelete = counted.unlessLedTo(item, path, owner);
      toDelete.forEach(it -> preview(it, "counted", previewed));
      if (toDelete.isEmpty()) {
        previewed.add(new PreviewedDocument(targets.nameOf(path), each, false, "counted"));
      }
    }
    for (String each : targets.sharedOf(item)) {
      previewed.add(new PreviewedDocument(each, "", false, "shared"));
    }
    return List.copyOf(previewed);
  }

  private void preview(Target target, String why, List<PreviewedDocument> previewed) {
    removal.forEachName(
        target, name -> previewed.add(new PreviewedDocument(target.location(), name, true, why)));
  }
}
