package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.improvement.corpus.Copies;
import com.anykoma.privacy.improvement.corpus.DeidentifiedCopy;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.SubjectFacts;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes releases of the admitted items whose use the gate permits at that moment (P3, P5, P8). A
 * scan copies the items page by page, each under a fresh random id; then a second phase signs the
 * manifest of all files. One release is made at a time, and an interrupted one continues. The entry
 * names its copy before the copy exists, so that a withdrawal always finds it.
 *
 * @param detector the version of the detector of personal data
 * @param ids supplies the random ids of released copies
 */
public record ReleaseService(
    Documents documents,
    Subjects subjects,
    Corpus corpus,
    Copies copies,
    Policies policies,
    ReleaseStore store,
    String detector,
    Supplier<Signer> signer,
    Supplier<String> ids,
    Tasks tasks,
    InstantSource clock) {
  private static final int PAGE = 50;
  private static final String ITEMS = "items/";
  private static final String MANIFEST = "manifest/";
  private static final DocumentPath SCAN =
      OwnCollections.SCANS.document(Topic.RELEASE.storedName());

  /** Content types that reveal nothing; a client chose the stored one. */
  private static final Set<String> IMAGE_TYPES =
      Set.of("image/gif", "image/jpeg", "image/png", "image/webp");

  private static final String OTHER_TYPE = "application/octet-stream";

  /** Begins a release, or continues the one in progress. */
  public void handle(ScanTask task) {
    scans().handle(task, this::page);
  }

  /**
   * Makes the next release at once, or completes the one in progress, for an operator.
   *
   * @param run a name for the run that was not used before
   * @return the number of the completed release; empty if a page failed, so that the call can be
   *     repeated later
   */
  public Optional<Long> release(String run) {
    long next = store.lastRelease() + 1;
    scans().handle(new BeginScan(run), this::page);
    boolean[] ran = {true};
    while (ran[0]) {
      ran[0] = false;
      scans()
          .handle(
              new Due(Topic.RELEASE.storedName()),
              step -> {
                Optional<ScanPosition> following = page(step);
                ran[0] = true;
                return following;
              });
    }
    return Optional.of(next).filter(store::isComplete);
  }

  private Scans scans() {
    String first = ITEMS + ReleaseLayout.release(store.lastRelease() + 1);
    return Scans.ofStore(Topic.RELEASE, first, Duration.ZERO, documents, tasks, clock);
  }

  private Optional<ScanPosition> page(ScanStep step) {
    ScanPosition position = step.position();
    String name = position.phase().substring(position.phase().indexOf('/') + 1);
    long release = Long.parseLong(name);
    if (position.phase().startsWith(MANIFEST)) {
      complete(release);
      return Optional.empty();
    }
    Page<Document> page =
        Pages.read(documents, Query.in(OwnCollections.CORPUS).limit(PAGE), position.token());
    BatchRunner batch = new BatchRunner(OwnCollections.CORPUS.id());
    batch.forEach(
        page.items(), each -> each.path().id(), each -> release(release, new CorpusEntry(each)));
    batch.throwTransient();
    return position.after(page, List.of(ITEMS + name, MANIFEST + name));
  }

  private void release(long release, CorpusEntry entry) {
    Optional<CorpusEntry> admitted = Optional.of(entry).filter(CorpusEntry::isAdmitted);
    admitted.flatMap(copies::of).ifPresent(copy -> release(release, entry, copy));
  }

  /** Reserves the files, asks the gate and names the copy in the entry, then fills the files. */
  private void release(long release, CorpusEntry entry, DeidentifiedCopy copy) {
    Optional<OpenedBlob> image = copies.image(entry.owner(), copy);
    if (copy.texts().isEmpty() && image.isEmpty()) {
      return; // the image was deleted meanwhile
    }
    String name = nameIn(release, entry);
    Blob text = store.reserve(ReleaseLayout.text(name));
    if (ReleaseStore.isFilled(text)) {
      return;
    }
    Optional<Blob> imageFile = image.map(it -> store.reserve(ReleaseLayout.image(name)));
    if (link(release, name, entry)) {
      imageFile.ifPresent(it -> fill(it, image.orElseThrow()));
      byte[] json = CanonicalJson.of(Map.of("texts", copy.texts()));
      store.fill(text, "application/json", Sha256.hex(json), out -> out.write(json));
    } else {
      store.discard(Stream.concat(Stream.of(text), imageFile.stream()).toList());
    }
  }

  /** The name of the entry's copy in a release: that of an interrupted attempt, or a new one. */
  private String nameIn(long release, CorpusEntry entry) {
    String prefix = ReleaseLayout.release(release) + "/";
    return entry.released().stream()
        .filter(each -> each.startsWith(prefix))
        .findFirst()
        .orElseGet(() -> ReleaseLayout.copy(release, ids.get()));
  }

  /** Names the copy in the item's entry if the gate permits its use now, in this release. */
  private boolean link(long release, String name, CorpusEntry read) {
    String phase = ITEMS + ReleaseLayout.release(release);
    return subjects.transact(
        read.owner(),
        List.of(read.path(), ItemStamp.pathOf(read.owner(), read.content()), SCAN),
        tx -> {
          boolean isOpen =
              tx.alsoRead(2)
                  .filter(it -> it.fields().string("phase").equals(Optional.of(phase)))
                  .isPresent();
          Optional<CorpusEntry> entry =
              permitted(tx, read)
                  .filter(it -> isOpen)
                  .filter(
                      it -> it.released().equals(read.released()) || it.released().contains(name));
          entry
              .filter(it -> !it.released().contains(name))
              .ifPresent(it -> tx.update(it.document(), it.releasedAs(name)));
          return entry.isPresent();
        });
  }

  /** The entry as it is now, if the gate permits the use of the copy that was read. */
  private Optional<CorpusEntry> permitted(SubjectTransaction tx, CorpusEntry read) {
    Optional<CorpusEntry> entry = tx.alsoRead(0).map(CorpusEntry::new);
    return entry.filter(
        it ->
            corpus
                .gate()
                .release(
                    Purpose.IMPROVEMENT,
                    SubjectFacts.of(tx.subject(), tx.erased()),
                    tx.alsoRead(1).map(stamp -> ItemStamp.read(stamp.fields())),
                    it.hasCopyOf(read),
                    clock.instant())
                .eligible());
  }

  /**
   * The content of the next release, counted.
   *
   * @param release its number
   * @param admitted the number of admitted items
   * @param permitted the number of those with a copy that the gate permits to use now
   */
  public record Preview(long release, long admitted, long permitted) {}

  /** Counts what the next release would contain. Only reads. */
  public Preview preview() {
    long admitted = 0;
    long permitted = 0;
    for (List<Document> page : Pages.of(documents, Corpus.admitted().limit(PAGE))) {
      admitted += page.size();
      permitted += page.stream().map(CorpusEntry::new).filter(this::isPermitted).count();
    }
    return new Preview(store.lastRelease() + 1, admitted, permitted);
  }

  private boolean isPermitted(CorpusEntry entry) {
    return subjects.transact(
        entry.owner(),
        List.of(entry.path(), ItemStamp.pathOf(entry.owner(), entry.content())),
        tx -> permitted(tx, entry).isPresent());
  }

  /** Streams the image twice, because its hash is part of the file's metadata. */
  private void fill(Blob file, OpenedBlob image) {
    String type = IMAGE_TYPES.contains(image.contentType()) ? image.contentType() : OTHER_TYPE;
    store.fill(file, type, hash(image), image::writeTo);
  }

  private static String hash(OpenedBlob image) {
    try (DigestOutputStream out =
        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
      image.writeTo(out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Signs the manifest of the files, after no file can be added: a copy is linked only in the first
   * phase, and the files of incomplete ones are deleted, so that a late writer cannot fill them.
   * Two listings must agree, because a file that one of them omitted would be missing from the
   * manifest.
   */
  private void complete(long release) {
    ReleaseStore.Files files = store.files(release);
    store.discard(files.others());
    if (!store.files(release).items().equals(files.items())) {
      throw new IllegalStateException("the files of a release changed while they were listed");
    }
    Instant now = clock.instant();
    ReleaseManifest manifest =
        new ReleaseManifest(
            release,
            now,
            List.of(Purpose.IMPROVEMENT.storedName()),
            policies.inForceAt(now).map(Policy::version).orElse("none"),
            detector,
            files.items());
    store.storeManifest(release, manifest.sign(signer.get()));
  }
}
