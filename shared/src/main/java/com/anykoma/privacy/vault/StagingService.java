package com.anykoma.privacy.vault;

import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Empties the staging bucket of what no event led out of it: the guarantee that no plaintext stays
 * there (P16). What has a place in the data map is sealed now; what has none is deleted once it is
 * as old as staging lets anything be. Safe to repeat and to overlap.
 */
public final class StagingService {
  /** How long an upload's own event is waited for. */
  static final Duration STRAGGLER_AFTER = Duration.ofMinutes(10);

  /**
   * How many uploads one run deals with; the next run goes on. What fails does not count: it stays
   * where it is, and as many of them would keep every run from what comes after.
   */
  static final int MOST_A_RUN = 500;

  private static final Logger LOG = Logger.getLogger(StagingService.class.getName());
  private static final int PAGE = 500;
  private static final Swept NOTHING = new Swept(0, 0, 0);

  private final Blobs blobs;
  private final UploadService uploads;
  private final DataMap dataMap;
  private final InstantSource clock;
  private final Period mostAge;

  /**
   * @throws IllegalArgumentException when the data map says of no upload how long it may wait
   */
  public StagingService(Blobs blobs, UploadService uploads, DataMap dataMap, InstantSource clock) {
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

    private boolean isEnough() {
      return sealed + deleted >= MOST_A_RUN;
    }
  }

  /** Deals with the stragglers, each whatever becomes of the others. */
  public Swept sweep() {
    Swept swept = NOTHING;
    Optional<String> next = Optional.empty();
    do {
      Page<Blob> page = blobs.list(UploadService.UPLOADS, "", next, PAGE);
      for (Blob each : page.items()) {
        swept = swept.plus(swept.isEnough() ? NOTHING : dealtWith(each));
      }
      next = page.next();
    } while (next.isPresent() && !swept.isEnough());
    return swept;
  }

  private Swept dealtWith(Blob upload) {
    Instant now = clock.instant();
    boolean old =
        !now.isBefore(upload.created().atOffset(ZoneOffset.UTC).plus(mostAge).toInstant());
    boolean known = dataMap.locationOf(upload.id()).isPresent();
    if (known ? now.isBefore(upload.created().plus(STRAGGLER_AFTER)) : !old) {
      return NOTHING;
    }
    try {
      return known ? sealed(upload) : deleted(upload);
    } catch (IOException | RuntimeException e) {
      LOG.log(
          old ? Level.SEVERE : Level.WARNING,
          (old ? "alarm: an upload is plaintext beyond its time" : "an upload is not sealed yet")
              + " reason="
              + e.getClass().getSimpleName());
      return new Swept(0, 0, 1);
    }
  }

  private Swept sealed(Blob upload) throws IOException {
    UploadService.Outcome unused = uploads.uploaded(upload);
    return new Swept(1, 0, 0);
  }

  private Swept deleted(Blob upload) {
    blobs.delete(upload);
    LOG.severe("alarm: deleted an upload that datamap.yaml has no place for");
    return new Swept(0, 1, 0);
  }
}
