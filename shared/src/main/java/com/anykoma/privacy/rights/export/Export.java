package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The record of a person's only export, {@code exports/{id}}; the id is a keyed hash of the person.
 * It names every archive before the archive exists, so that a deletion never misses one.
 */
public record Export(DocumentPath path, Fields fields) {
  /**
   * The bucket of the archives, {@code exports/UID/EXPORT/ARCHIVE}, sealed with the person's key.
   */
  public static final String BUCKET = "exports";

  /** How long an export may take, and how long its archives are stored after that. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  static final String RUN = "run";
  static final String TOKEN = "token";
  static final String SOURCE = "source";
  static final String SOURCES = "sources";
  static final String UNREADABLE = "unreadable";
  private static final String SNAPSHOT_AT = "snapshotAt";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String PARTS = "parts";
  private static final String OBJECTS = "objects";
  private static final String RESTARTS = "restarts";

  /** The state of an export. */
  public enum State implements StoredName {
    /** Parts are missing, or the counts do not agree yet. */
    PARTIAL,
    /** The counts of every source agree, and the manifest is signed. */
    COMPLETE,
    /** Cancelled or expired; its archives are being deleted. */
    CANCELLED
  }

  static Export of(Document stored) {
    return new Export(stored.path(), stored.fields());
  }

  static Export requested(DocumentPath path, SubjectId owner, Instant now) {
    return new Export(path, Fields.empty().with("uid", owner.value()).with("requestedAt", now))
        .with(EXPIRES_AT, now.plus(LIFETIME))
        .inState(State.PARTIAL, now.plus(DueIndex.LEASE));
  }

  Export with(String name, Object value) {
    return new Export(path, fields.with(name, value));
  }

  private Export withAnother(String list, Object last) {
    List<Object> longer =
        new ArrayList<>(fields.value(list).map(it -> (List<?>) it).orElse(List.of()));
    longer.add(last);
    return with(list, longer);
  }

  /** The same in this state; its next task is due at {@code when} if no other is published. */
  Export inState(State state, Instant when) {
    return new Export(path, DueIndex.withProgress(fields, path.id(), when))
        .with("state", state.storedName());
  }

  public boolean isIn(State state) {
    return fields.string("state").filter(state.storedName()::equals).isPresent();
  }

  SubjectId owner() {
    return new SubjectId(fields.string("uid").orElseThrow());
  }

  Instant snapshotAt() {
    return fields.instant(SNAPSHOT_AT).orElseThrow();
  }

  /** The complete parts: {@code object}, {@code bytes}, {@code files} and {@code list}. */
  public List<Fields> parts() {
    return fields.maps(PARTS);
  }

  BlobId archive(String object) {
    return new BlobId(BUCKET, "exports/" + owner().documentId() + "/" + object);
  }

  /** All archives, also those of interrupted tasks. */
  List<BlobId> archives() {
    return fields.strings(OBJECTS).stream().map(this::archive).toList();
  }

  boolean isDueForDeletion(Instant now) {
    return isIn(State.CANCELLED) || !now.isBefore(fields.instant(EXPIRES_AT).orElseThrow());
  }

  /** Whether nothing changed since but the names of archives and the next attempt. */
  boolean continues(Export before) {
    return progress().equals(before.progress());
  }

  private Fields progress() {
    return DueIndex.withoutNextAttempt(fields).without(OBJECTS);
  }

  /** The facts for the person: the state, times, counts and parts. */
  public Fields summary() {
    Fields summary = Fields.empty();
    for (String each :
        List.of("state", "requestedAt", SNAPSHOT_AT, EXPIRES_AT, "incomplete", SOURCES)) {
      summary = summary.with(each, fields.value(each));
    }
    List<Fields> sizes = parts().stream().map(it -> it.without("object").without("list")).toList();
    return isIn(State.COMPLETE) ? summary.with(PARTS, sizes) : summary;
  }

  /** Begins with these counts. Keeps the names of archives: a stopped task may still write one. */
  Export withSnapshot(String run, Instant at, EntryCounts expected) {
    return new Export(path, fields.without(TOKEN).without(PARTS).without(UNREADABLE))
        .with(RUN, run)
        .with(SNAPSHOT_AT, at)
        .with(SOURCE, 0L)
        .with(SOURCES, expected.fields());
  }

  Export withArchive(String object) {
    return withAnother(OBJECTS, object);
  }

  /** Continues without an entry that cannot be opened. */
  Export without(String entry, Instant now) {
    return withAnother(UNREADABLE, entry).inState(State.PARTIAL, now);
  }

  /** The export after another part, from which the next one continues. */
  Export after(Fields part, EntryCounts counts, int source, Optional<String> token) {
    return new Export(path, fields.without(TOKEN).with(TOKEN, token))
        .with(SOURCE, source)
        .with(SOURCES, counts.fields())
        .withAnother(PARTS, part);
  }

  Export complete(Instant now) {
    Instant expiresAt = now.plus(LIFETIME);
    return new Export(path, fields.without("incomplete"))
        .with(EXPIRES_AT, expiresAt)
        .inState(State.COMPLETE, expiresAt);
  }

  /** Begins again later with other counts, because this source's pages lacked an entry. */
  Export restarting(String source, Instant now) {
    long before = fields.number(RESTARTS).orElse(0L);
    return new Export(path, fields.without(SOURCES))
        .with("incomplete", source)
        .with(RESTARTS, before + 1)
        .inState(State.PARTIAL, now.plus(DueIndex.leaseAfter(before)));
  }
}
