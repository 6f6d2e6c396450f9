package com.anykoma.privacy.improvement.corpus;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.ImprovementExclusion;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the de-identified copies of admitted items (P3, P5). The text is in the item's corpus
 * entry, sealed under the owner's key. The image is the stored one: its metadata was removed when
 * it was uploaded, so a second sealed copy would only be one more object to delete.
 */
public record Copies(
    Documents documents, Corpus corpus, DataMap dataMap, FieldService fields, BlobService blobs) {
  /**
   * The copy of an item; empty if it is not admitted to improvement use or has no copy.
   *
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal if the copy was altered
   */
  public Optional<DeidentifiedCopy> of(SubjectId owner, DocumentPath content) {
    return documents
        .get(corpus.pathOf(content))
        .map(CorpusEntry::new)
        .filter(it -> it.isAdmitted() && it.owner().equals(owner))
        .flatMap(this::of);
  }

  /** The copy of an entry; empty also if nothing would remain, or if its image is unclean. */
  public Optional<DeidentifiedCopy> of(CorpusEntry entry) {
    if (entry.copyId().isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, String> texts = open(entry);
      Optional<BlobId> image = imageOf(entry.content()).filter(blobs::exists);
      boolean isUnusable =
          image.isPresent() ? isUnclean(entry.owner(), image.get()) : texts.isEmpty();
      return isUnusable
          ? Optional.empty()
          : Optional.of(new DeidentifiedCopy(entry.copyId().get(), texts, image));
    } catch (KeyDestroyed e) {
      return Optional.empty();
    }
  }

  private Map<String, String> open(CorpusEntry entry) {
    String json =
        fields
            .open(entry.owner(), entries(), entry.document())
            .string(CorpusEntry.COPY)
            .orElseThrow();
    JsonValue texts = CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8));
    Map<String, String> byField = new HashMap<>();
    texts.names().forEach(each -> byField.put(each, texts.requiredString(each)));
    return byField;
  }

  /** Seals the texts of a copy for the entry at this path. */
  Bytes sealed(SubjectId owner, DocumentPath entry, Map<String, String> texts) {
    String json = new String(CanonicalJson.of(texts), StandardCharsets.UTF_8);
    Fields plain = Fields.empty().with(CorpusEntry.COPY, json);
    Document unsealed = new Document(entry, plain, Instant.EPOCH, Instant.EPOCH);
    return (Bytes)
        fields.sealedFields(owner, entries(), unsealed, true).value(CorpusEntry.COPY).orElseThrow();
  }

  private Location entries() {
    return dataMap.location(OwnCollections.CORPUS.id()).orElseThrow();
  }

  /** The object that may be the item's image. */
  private Optional<BlobId> imageOf(DocumentPath content) {
    return Optional.of(content.value())
        .filter(BlobId::isName)
        .map(it -> new BlobId(UploadService.CONTENT, it))
        .filter(it -> dataMap.locationOf(it).isPresent());
  }

  /** Whether no record states that metadata was removed from the image. */
  private boolean isUnclean(SubjectId owner, BlobId image) {
    return documents
        .get(blobs.recordPath(owner, image))
        .filter(it -> !ImprovementExclusion.excludes(it))
        .isEmpty();
  }

  /**
   * Opens the image of a copy; empty if the copy has none or the image is deleted.
   *
   * @throws com.anykoma.privacy.protection.vault.KeyDestroyed if the owner's key is destroyed
   * @throws com.anykoma.privacy.protection.vault.DamagedSeal if it was altered or replaced by an
   *     older one
   */
  public Optional<OpenedBlob> image(SubjectId owner, DeidentifiedCopy copy) {
    return copy.image()
        .flatMap(it -> blobs.open(owner, it, documents.get(blobs.recordPath(owner, it))));
  }
}
