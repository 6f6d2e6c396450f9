package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.rights.access.SubjectData;
import com.anykoma.privacy.rights.export.ArchivePart.Unfinished;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.work.DueIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Exports people's data as archives that only they can open (P22, P24). A person has at most one
 * export. Each task builds one part; the archives are deleted a week after the last, or when the
 * export is cancelled or an erasure is requested.
 *
 * <p>The entries of all sources are counted first, then written, and the manifest is signed only if
 * every count agrees; else the export begins again with new counts. Each archive is named in the
 * record before it is written, and counts only once the record has it as a part, so that a lost,
 * repeated or interrupted task changes nothing.
 *
 * @param data reads people's data; only the tasks use it
 * @param ids supplies random ids
 */
public record ExportService(
    Documents documents,
    Subjects subjects,
    SubjectHash hash,
    BlobService blobs,
    Blobs archives,
    Supplier<SubjectData> data,
    DataMap dataMap,
    EvidenceStore evidence,
    Supplier<Signer> signer,
    Supplier<String> ids,
    PartLimits limits,
    Tasks tasks,
    InstantSource clock) {
  /**
   * Starts an export, or returns the person's present one; empty if their erasure is requested or
   * done, or if their cancelled export is still being deleted.
   */
  public Optional<Export> start(SubjectId subject) {
    Export requested = Export.requested(path(subject), subject, clock.instant());
    Optional<Export> export =
        transact(
            subject,
            (tx, known) -> {
              if (known.isEmpty()) {
                tx.create(requested.path(), requested.fields());
              }
              return Optional.of(known.orElse(requested));
            });
    export.filter(requested::equals).ifPresent(it -> dispatch(it, "requested"));
    return export.filter(it -> !it.isDueForDeletion(clock.instant()));
  }

  /** The person's export; empty if there is none, or if their erasure is requested or done. */
  public Optional<Export> status(SubjectId subject) {
    return transact(subject, (tx, known) -> known)
        .filter(it -> !it.isDueForDeletion(clock.instant()));
  }

  /** Runs {@code work} with the person's record, unless their erasure is requested or done. */
  private Optional<Export> transact(
      SubjectId subject, BiFunction<SubjectTransaction, Optional<Export>, Optional<Export>> work) {
    return subjects.transact(
        subject,
        List.of(path(subject)),
        tx ->
            tx.erased() || tx.subject().erasureRequested()
                ? Optional.empty()
                : work.apply(tx, tx.alsoRead(0).map(Export::of)));
  }

  /**
   * Changes the record if it still is the one that was read, but for the names of archives, and the
   * person's erasure is not requested or done; returns the changed record.
   */
  Optional<Export> change(Export read, UnaryOperator<Export> change) {
    return transact(
        read.owner(),
        (tx, known) -> {
          Optional<Export> changed = known.filter(it -> it.continues(read)).map(change);
          changed.ifPresent(it -> tx.set(it.path(), it.fields()));
          return changed;
        });
  }

  /**
   * Opens an archive of the person's complete export.
   *
   * @param number from 1
   */
  public Optional<OpenedBlob> part(SubjectId subject, int number) {
    return status(subject)
        .filter(it -> it.isIn(Export.State.COMPLETE))
        .filter(it -> number >= 1 && number <= it.parts().size())
        .map(it -> it.archive(it.parts().get(number - 1).string("object").orElseThrow()))
        .flatMap(it -> blobs.open(subject, it, Optional.empty()));
  }

  /** Cancels the person's export; false if there is none. A task deletes its archives. */
  public boolean cancel(SubjectId subject) {
    Optional<Export> cancelled = cancel(path(subject));
    cancelled.ifPresent(it -> dispatch(it, "cancelled"));
    return cancelled.isPresent();
  }

  /** Ends the export, so that no task adds an archive; also after an erasure. */
  Optional<Export> cancel(DocumentPath export) {
    return documents.transact(
        tx -> {
          Optional<Export> cancelled =
              tx.read(export)
                  .map(Export::of)
                  .map(it -> it.inState(Export.State.CANCELLED, clock.instant()));
          cancelled.ifPresent(it -> tx.set(export, it.fields()));
          return cancelled;
        });
  }

  /** Publishes the task that continues the export. */
  void dispatch(Export export, String why) {
    String id = export.path().id();
    tasks.publish(List.of(DueIndex.task(Topic.BUILD_EXPORT, id, why, clock.instant())));
  }

  private DocumentPath path(SubjectId subject) {
    return OwnCollections.EXPORTS.document(hash.of("export", subject));
  }

  /** Does the due work of an export, if it exists. */
  public void handle(Due task) {
    documents
        .get(OwnCollections.EXPORTS.document(task.order()))
        .map(Export::of)
        .ifPresent(this::advance);
  }

  private void advance(Export export) {
    if (status(export.owner()).isEmpty()) { // cancelled, a week old, or to be erased
      cancel(export.path()).ifPresent(this::delete);
    } else if (export.isIn(Export.State.PARTIAL)) {
      Set<String> counted = export.fields().map(Export.SOURCES).asMap().keySet();
      boolean isCounted = counted.equals(names(data.get().sources()));
      (isCounted ? Optional.of(export) : counted(export)).ifPresent(this::build);
    }
  }

  private static Set<String> names(List<Location> sources) {
    return sources.stream().map(Location::name).collect(Collectors.toSet());
  }

  /** Deletes all archives, and the record last. */
  private void delete(Export cancelled) {
    cancelled.archives().forEach(archives::deleteEveryGeneration);
    documents.delete(List.of(cancelled.path()));
  }

  /** Deletes the archives of an earlier attempt, and counts the entries of all sources. */
  private Optional<Export> counted(Export export) {
    export.archives().forEach(archives::deleteEveryGeneration);
    String run = ids.get();
    Instant now = clock.instant();
    EntryCounts expected = new EntryCounts(Fields.empty());
    for (Location each : data.get().sources()) {
      expected.add(each.name(), EntryCounts.EXPECTED, data.get().count(export.owner(), each));
    }
    return change(export, it -> it.withSnapshot(run, now, expected));
  }

  private void build(Export export) {
    String object = export.fields().string(Export.RUN).orElseThrow() + "/" + ids.get();
    change(export, it -> it.withArchive(object)).ifPresent(it -> write(it, object));
  }

  private void write(Export export, String object) {
    BlobId archive = export.archive(object);
    AtomicReference<UnaryOperator<Export>> written = new AtomicReference<>(it -> it);
    try {
      blobs.put(
          export.owner(),
          archive,
          KeyClass.CONTENT,
          "application/zip",
          out -> written.set(writeTo(out, export, object)));
      Optional<Export> after = change(export, Objects.requireNonNull(written.get()));
      if (after.isEmpty()) { // another task was faster, or the export was cancelled or erased
        archives.deleteEveryGeneration(archive);
      }
      after
          .filter(it -> it.isIn(Export.State.PARTIAL))
          .ifPresent(it -> dispatch(it, "part" + it.parts().size()));
    } catch (Unfinished e) {
      change(export, e.change());
    } catch (KeyDestroyed e) {
      cancel(export.path()).ifPresent(this::delete); // the person was erased meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one archive; returns the change of the record that makes it a part. */
  private UnaryOperator<Export> writeTo(OutputStream out, Export export, String object)
      throws IOException {
    Instant now = clock.instant();
    ArchiveFiles files = new ArchiveFiles(out, now);
    ArchivePart part = new ArchivePart(data.get(), export, limits, files, now);
    part.writeEntries();
    Optional<ArchiveEnd> end = part.isLast() ? Optional.of(end(export, now)) : Optional.empty();
    if (end.isPresent()) {
      end.get().writeListed(export, part, files);
    }
    String list = files.addList(ExportManifest.list(part.number()));
    if (end.isPresent()) {
      end.get().writeSigned(export, part, list, files, now);
    }
    files.finish();
    Fields written =
        Fields.empty()
            .with("object", object)
            .with("bytes", files.bytes())
            .with("files", files.count())
            .with("list", list);
    return before -> {
      Export after = part.recorded(before, written);
      return end.isPresent()
          ? after.complete(now)
          : after.inState(Export.State.PARTIAL, now.plus(DueIndex.LEASE));
    };
  }

  /** The end of an export, whose other parts must still be stored. */
  private ArchiveEnd end(Export export, Instant now) {
    for (Fields each : export.parts()) {
      if (!blobs.exists(export.archive(each.string("object").orElseThrow()))) {
        throw new Unfinished("a part is missing", it -> it.restarting(Export.BUCKET, now));
      }
    }
    Signer signs = signer.get(); // creates the first key
    return new ArchiveEnd(dataMap, data.get().sources(), evidence.keyRing().orElseThrow(), signs);
  }
}
