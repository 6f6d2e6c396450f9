package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.improvement.detection.DeidentifiedFields;
import com.anykoma.privacy.improvement.detection.KnownIdentifiers;
import com.anykoma.privacy.improvement.review.QueueRules;
import com.anykoma.privacy.improvement.review.QueuedItem;
import com.anykoma.privacy.improvement.review.ReviewedItem;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.protection.vault.UploadService;
import java.util.List;
import java.util.Optional;

/**
 * The queue for safety: items of any plan that staff add, until their owner deletes them. An item
 * is opened under its owner's key and de-identified for each view; no second copy is stored (P33).
 */
public record SafetyRules(
    Documents documents,
    DataMap dataMap,
    FieldService fields,
    BlobService blobs,
    DeidentifiedFields deidentified,
    KnownIdentifiers identifiers)
    implements QueueRules<SafetyDecision> {
  @Override
  public CollectionPath collection() {
    return OwnCollections.SAFETY_REVIEWS;
  }

  @Override
  public Purpose purpose() {
    return Purpose.SECURITY;
  }

  @Override
  public Class<SafetyDecision> decisionType() {
    return SafetyDecision.class;
  }

  @Override
  public List<DocumentPath> reads(SubjectId owner, DocumentPath content) {
    return List.of();
  }

  @Override
  public boolean admits(QueuedItem item) {
    return true;
  }

  @Override
  public List<Candidate> candidates() {
    return List.of();
  }

  @Override
  public Optional<ReviewedItem> show(SubjectId owner, Document content) {
    return open(owner, content)
        .map(it -> deidentified.of(locationOf(content), it, identifiers.of(owner)))
        .map(
            texts ->
                new ReviewedItem(
                    Sensitive.of(texts), texts.isEmpty(), imageOf(content.path()).isPresent()));
  }

  private Location locationOf(Document content) {
    return dataMap.locationOf(content.path()).orElseThrow();
  }

  /** Opens an item's fields; empty if its owner's key is destroyed. */
  Optional<Fields> open(SubjectId owner, Document content) {
    try {
      return Optional.of(fields.open(owner, locationOf(content), content));
    } catch (KeyDestroyed e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<OpenedBlob> image(SubjectId owner, DocumentPath content) {
    try {
      return imageOf(content)
          .flatMap(it -> blobs.open(owner, it, documents.get(blobs.recordPath(owner, it))));
    } catch (KeyDestroyed e) {
      return Optional.empty();
    }
  }

  /** The object that may be the item's image: it has the name of the item's path. */
  private Optional<BlobId> imageOf(DocumentPath content) {
    return Optional.of(content.value())
        .filter(BlobId::isName)
        .map(it -> new BlobId(UploadService.CONTENT, it))
        .filter(it -> dataMap.locationOf(it).isPresent());
  }
}
