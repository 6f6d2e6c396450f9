package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Empties the staging bucket of what no event led out of it: the guarantee that no plaintext stays
 * there (P16). What has a place in the data map is sealed now; what has none is deleted once it is
 * as old as staging lets anything be. Safe to repeat and to overlap.
 *
 * <p>Uploads that fail stay where they are. A run that ends before it has tried all has the next
 * one begin behind those that failed, so that they keep no run from the others for ever.
 */
public final class StagingService {
  /** How long an upload's own event is waited for. */
  static final Duration STRAGGLER_AFTER = Duration.ofMinutes(10);

  /** How many uploads one run seals or deletes; the next run goes on. */
  static final int MAX_PER_RUN = 500;

  /**
   * After the uploads of how many owners in a row have failed a run ends: then it is not they that
   * are at fault, but a system that all of them need.
   */
  static final int MAX_FAILING_OWNERS = 50;

  private static final DocumentPath PROGRESS =
      OwnCollections.EXPIRY_PROGRESS.document(UploadService.UPLOADS);
  private static final String SKIPPED = "skipped";

  private static final Logger LOG = Logger.getLogger(StagingService.class.getName());
  private static final int PAGE = 500;
  private static final Swept NOTHING = new Swept(0, 0, 0);

  private final Documents documents;
  private final Blobs blobs;
  private final UploadService uploads;
  private final DataMap dataMap;
  private final InstantSource clock;
  private final Period mostAge;

  /**
   * @throws IllegalArgumentException when the data map says of no upload how long it may wait
   */
  public StagingService(
      Documents documents,
      Blobs blobs,
      UploadService uploads,
      DataMap dataMap,
      InstantSource clock) {
    this.documents = documents;
    this.blobs = blobs;
    this.uploads = uploads;
    this.dataMap = dataMap;
    this.clock = clock;
    this.mostAge =
        dataMap.locations().stream()
            .filter(
                it ->
                    it.place() instanceof Place.Blobs in
                        && in.bucket().equals(UploadService.UPLOADS))
            .flatMap(it -> it.retention().maxAge().stream())
            .min(Comparator.comparing(Period::toTotalMonths).thenComparing(Period::getDays))
            .orElseThrow(
                () -> new IllegalArgumentException("datamap.yaml bounds no staging of uploads"));
  }

  /** What a run came to. */
  public record Swept(int sealed, int deleted, int failed) {
    private Swept plus(Swept other) {
      return new Swept(sealed + other.sealed, deleted + other.deleted, failed + other.failed);
    }
  }

  /**
   * Deals with the stragglers, each whatever becomes of the others.
   *
   * @param until when no further upload is begun; the next run goes on
   */
  public Swept sweep(Instant until) {
    long skipped =
        documents
            .get(PROGRESS)
            .flatMap(it -> it.fields().number(SKIPPED))
            .filter(it -> it > 0)
            .orElse(0L);
    Run run = new Run(until);
    long behind = run.between(skipped, Long.MAX_VALUE);
    if (!run.isOver() && skipped > 0) {
      behind = run.between(0, skipped);
    }
    if (!run.isOver()) {
      behind = 0;
    }
    if (behind != skipped) {
      moveTo(behind);
    }
    return run.swept;
  }

  private void moveTo(long skipped) {
    documents.set(PROGRESS, Fields.empty().with(SKIPPED, skipped));
  }

  /** One run over the uploads that are due. */
  private final class Run {
    private final Instant until;
    private final Set<Optional<SubjectId>> failing = new HashSet<>();
    private Swept swept = NOTHING;

    Run(Instant until) {
      this.until = until;
    }

    boolean isOver() {
      return swept.sealed() + swept.deleted() >= MAX_PER_RUN
          || failing.size() >= MAX_FAILING_OWNERS
          || !clock.instant().isBefore(until);
    }

    /**
     * Deals with the uploads that are due from one place in the listing to another, until the run
     * is over.
     *
     * @return how many uploads that are due stand before the first that was not tried
     */
    long between(long from, long to) {
      long place = 0;
      int failedBefore = swept.failed();
      for (List<Blob> page : Pages.of(next -> blobs.list(UploadService.UPLOADS, "", next, PAGE))) {
        for (Blob each : page) {
          if (isDue(each) && place++ >= from && place <= to && !isOver()) {
            note(each, dealtWith(each));
          }
        }
        if (place >= to || isOver()) {
          break;
        }
      }
      return from + swept.failed() - failedBefore;
    }

    private void note(Blob upload, Swept outcome) {
      swept = swept.plus(outcome);
      if (outcome.failed() == 0) {
        failing.clear();
      } else if (failing.add(dataMap.subjectOf(upload.id()))
          && failing.size() == MAX_FAILING_OWNERS) {
        LOG.severe(
            "alarm: uploads of "
                + MAX_FAILING_OWNERS
                + " owners in a row are not sealed; "
                + "the next run goes on behind them");
      }
    }
  }

  private boolean isOld(Blob upload) {
    Instant old = upload.created().atOffset(ZoneOffset.UTC).plus(mostAge).toInstant();
    return !clock.instant().isBefore(old);
  }

  private boolean isKnown(Blob upload) {
    return dataMap.locationOf(upload.id()).isPresent();
  }

  private boolean isDue(Blob upload) {
    return isKnown(upload)
        ? !clock.instant().isBefore(upload.created().plus(STRAGGLER_AFTER))
        : isOld(upload);
  }

  private Swept dealtWith(Blob upload) {
    try {
      return isKnown(upload) ? sealed(upload) : deleted(upload);
    } catch (IOException | RuntimeException e) {
      boolean old = isOld(upload);
      LOG.log(
          old ? Level.SEVERE : Level.WARNING,
          (old ? "alarm: an upload is plaintext beyond its time" : "an upload is not sealed yet")
              + " reason="
              + e.getClass().getSimpleName());
      return new Swept(0, 0, 1);
    }
  }

  private Swept sealed(Blob upload) throws IOException {
    uploads.uploaded(upload);
    return new Swept(1, 0, 0);
  }

  private Swept deleted(Blob upload) {
    blobs.delete(upload);
    LOG.severe("alarm: deleted an upload that datamap.yaml has no place for");
    return new Swept(0, 1, 0);
  }
}
