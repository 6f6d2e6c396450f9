package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
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

/**
 * Sweeps the staging bucket for uploads whose event was lost or failed, so that no plaintext stays
 * there (P16). An upload with a location in the data map is sealed; one without is deleted when it
 * reaches the maximum age of staging. Idempotent; runs may overlap.
 *
 * <p>Uploads that fail stay in the bucket. If a run ends before it has tried all uploads, the next
 * run starts after the failed ones, so that they cannot block the others permanently.
 */
public final class StagingService {
  /** The minimum age of an upload; before that, its own event is expected to seal it. */
  static final Duration GRACE_PERIOD = Duration.ofMinutes(10);

  /** The maximum number of uploads that one run seals or deletes. */
  static final int MAX_PER_RUN = 500;

  /** A run ends when this many owners in a row have failed: the cause is probably shared. */
  static final int MAX_FAILING_OWNERS = 50;

  private static final DocumentPath PROGRESS =
      OwnCollections.EXPIRY_PROGRESS.document(UploadService.UPLOADS);
  private static final String SKIPPED = "skipped";

  private static final Log LOG = Log.of(StagingService.class);
  private static final int PAGE = 500;
  private static final SweepResult NOTHING = new SweepResult(0, 0, 0);

  private final Documents documents;
  private final Blobs blobs;
  private final UploadService uploads;
  private final DataMap dataMap;
  private final InstantSource clock;
  private final Period maxAge;

  /** Needs a maximum age for staged uploads in the data map. */
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
    this.maxAge =
        dataMap.locations().stream()
            .filter(
                it ->
                    it.place() instanceof Place.Blobs in
                        && in.bucket().equals(UploadService.UPLOADS))
            .flatMap(it -> it.retention().maxAge().stream())
            .min(Comparator.comparing(Period::toTotalMonths).thenComparing(Period::getDays))
            .orElseThrow(
                () ->
                    new IllegalArgumentException("datamap.yaml states no maximum age for uploads"));
  }

  /** The number of uploads that a run sealed, deleted and failed to process. */
  public record SweepResult(int sealed, int deleted, int failed) {
    private SweepResult plus(SweepResult other) {
      return new SweepResult(sealed + other.sealed, deleted + other.deleted, failed + other.failed);
    }
  }

  /** Processes the due uploads; starts none after {@code until}, when the next run continues. */
  public SweepResult sweep(Instant until) {
    long skipped =
        documents
            .get(PROGRESS)
            .flatMap(it -> it.fields().number(SKIPPED))
            .filter(it -> it > 0)
            .orElse(0L);
    Run run = new Run(until);
    long nextSkipped = run.sweepRange(skipped, Long.MAX_VALUE);
    if (!run.isFinished() && skipped > 0) {
      nextSkipped = run.sweepRange(0, skipped);
    }
    if (!run.isFinished()) {
      nextSkipped = 0;
    }
    if (nextSkipped != skipped) {
      saveProgress(nextSkipped);
    }
    return run.result;
  }

  private void saveProgress(long skipped) {
    documents.set(PROGRESS, Fields.empty().with(SKIPPED, skipped));
  }

  private final class Run {
    private final Instant until;
    private final Set<Optional<SubjectId>> failing = new HashSet<>();
    private SweepResult result = NOTHING;

    Run(Instant until) {
      this.until = until;
    }

    boolean isFinished() {
      return result.sealed() + result.deleted() >= MAX_PER_RUN
          || failing.size() >= MAX_FAILING_OWNERS
          || !clock.instant().isBefore(until);
    }

    /** Processes the due uploads of a range; counts those before the first that was not tried. */
    long sweepRange(long from, long to) {
      long place = 0;
      int failedBefore = result.failed();
      for (List<Blob> page : Pages.of(next -> blobs.list(UploadService.UPLOADS, "", next, PAGE))) {
        for (Blob each : page) {
          if (isDue(each) && place++ >= from && place <= to && !isFinished()) {
            record(each, process(each));
          }
        }
        if (place >= to || isFinished()) {
          break;
        }
      }
      return from + result.failed() - failedBefore;
    }

    private void record(Blob upload, SweepResult one) {
      result = result.plus(one);
      if (one.failed() == 0) {
        failing.clear();
      } else if (failing.add(dataMap.subjectOf(upload.id()))
          && failing.size() == MAX_FAILING_OWNERS) {
        LOG.severe(
            "alarm: uploads of many owners in a row could not be sealed; the next run starts after them",
            LogField.OWNERS.of(MAX_FAILING_OWNERS));
      }
    }
  }

  private boolean isPastMaxAge(Blob upload) {
    Instant end = upload.created().atOffset(ZoneOffset.UTC).plus(maxAge).toInstant();
    return !clock.instant().isBefore(end);
  }

  private boolean hasLocation(Blob upload) {
    return dataMap.locationOf(upload.id()).isPresent();
  }

  private boolean isDue(Blob upload) {
    return hasLocation(upload)
        ? !clock.instant().isBefore(upload.created().plus(GRACE_PERIOD))
        : isPastMaxAge(upload);
  }

  private SweepResult process(Blob upload) {
    try {
      return hasLocation(upload) ? seal(upload) : delete(upload);
    } catch (IOException | RuntimeException e) {
      if (isPastMaxAge(upload)) {
        LOG.severe("alarm: an upload is plaintext past its deadline", LogField.REASON.of(e));
      } else {
        LOG.warning("an upload is not sealed yet", LogField.REASON.of(e));
      }
      return new SweepResult(0, 0, 1);
    }
  }

  private SweepResult seal(Blob upload) throws IOException {
    uploads.sealUpload(upload);
    return new SweepResult(1, 0, 0);
  }

  private SweepResult delete(Blob upload) {
    blobs.delete(upload);
    LOG.severe("alarm: deleted an upload that has no location in datamap.yaml");
    return new SweepResult(0, 1, 0);
  }
}
