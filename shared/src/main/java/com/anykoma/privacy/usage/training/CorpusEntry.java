package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry of the corpus, {@code corpus/{id}}: an item that was admitted to improvement use, its
 * de-identified copy, and the names of its copies in releases. The entry is the only link between
 * an item and its copies. Work for an entry is due from its admission until it is copied, and from
 * its withdrawal until its released copies are recalled.
 */
public record CorpusEntry(Document document) {
  /** The field with the path of the content document. */
  public static final String CONTENT = "content";

  /** The field with the sealed text of the de-identified copy. */
  public static final String COPY = "copy";

  static final String UID = "uid";
  static final String STATE = "state";
  static final String ADMITTED = "admitted";
  private static final String COPY_ID = "copyId";
  private static final String COPIED_FROM = "copiedFrom";
  private static final String RELEASED = "released";
  private static final String RECALLED_AT = "recalledAt";

  public CorpusEntry {
    Objects.requireNonNull(document);
  }

  /** The new entry of an admitted item; its copy is due at once. */
  static Fields admitted(String id, Corpus.Content content, ItemStamp stamp, Instant now) {
    return Fields.empty()
        .with(UID, content.owner().value())
        .with(CONTENT, content.path().value())
        .with(STATE, ADMITTED)
        .with("admittedAt", now)
        .with(
            "lineage",
            Fields.empty()
                .with("createdAt", stamp.createdAt())
                .with("plan", stamp.plan())
                .with("policyVersion", stamp.policyVersion())
                .with("epoch", stamp.epoch()))
        .with(DueIndex.dueAt(id, now));
  }

  public DocumentPath path() {
    return document.path();
  }

  private Fields fields() {
    return document.fields();
  }

  /** The owner under whom the item was admitted. */
  public SubjectId owner() {
    return new SubjectId(fields().string(UID).orElseThrow());
  }

  /** The path of the content document. */
  public DocumentPath content() {
    return new DocumentPath(fields().string(CONTENT).orElseThrow());
  }

  boolean isOf(SubjectId owner) {
    return fields().string(UID).filter(owner.value()::equals).isPresent();
  }

  /** Whether the item is admitted; a withdrawn entry is never admitted again. */
  public boolean isAdmitted() {
    return fields().string(STATE).filter(ADMITTED::equals).isPresent();
  }

  /** The random id of the de-identified copy; empty if the item has none. */
  public Optional<String> copyId() {
    return fields().string(COPY_ID);
  }

  /** Whether the item is admitted, and has the same copy as when the other entry was read. */
  public boolean hasCopyOf(CorpusEntry read) {
    return isAdmitted()
        && copyId().isPresent()
        && fields().value(COPY).equals(read.fields().value(COPY));
  }

  /** Whether the copy, or the decision to make none, is of this version of the document. */
  public boolean isCopiedFrom(Instant updateTime) {
    return fields().instant(COPIED_FROM).equals(Optional.of(updateTime));
  }

  /** Whether the item has to be copied, and no task for it is due. */
  boolean lacksCopyOf(Document source) {
    return isAdmitted()
        && !fields().has(DueIndex.NEXT_ATTEMPT_AT)
        && !isCopiedFrom(source.updateTime());
  }

  /**
   * The entry after copying this version of the document.
   *
   * @param id the copy's id; a copy keeps the id of the one that it replaces
   * @param sealed the sealed text; empty if the item cannot have a copy
   */
  public Fields copied(Instant updateTime, String id, Optional<Bytes> sealed) {
    return withoutCopy()
        .with(COPIED_FROM, updateTime)
        .with(COPY_ID, sealed.map(it -> copyId().orElse(id)))
        .with(COPY, sealed);
  }

  private Fields withoutCopy() {
    return DueIndex.withoutNextAttempt(fields()).without(COPY).without(COPY_ID);
  }

  /** The names of the copies in releases, {@code RELEASE/ID}. */
  public List<String> released() {
    return fields().strings(RELEASED);
  }

  /** The changed field of the entry after the item is added to a release under this name. */
  public Fields releasedAs(String name) {
    List<String> names = new ArrayList<>(released());
    names.add(name);
    return Fields.empty().with(RELEASED, names);
  }

  /** Whether a copy is in a release and is not recalled. */
  public boolean needsRecall() {
    return !released().isEmpty() && !fields().has(RECALLED_AT);
  }

  /** The withdrawn entry, without its copy; the recall of released copies is due at once. */
  Fields withdrawn(String cause, Instant now) {
    Fields withdrawn =
        withoutCopy().with(STATE, "withdrawn").with("withdrawnAt", now).with("cause", cause);
    return needsRecall() ? withdrawn.with(DueIndex.dueAt(path().id(), now)) : withdrawn;
  }

  /** The entry after the recall of all released copies. */
  public Fields recalled(Instant now) {
    return DueIndex.withoutNextAttempt(fields()).with(RECALLED_AT, now);
  }

  /** The path of the entry with this id. */
  public static DocumentPath pathOf(String id) {
    return OwnCollections.CORPUS.document(id);
  }
}
