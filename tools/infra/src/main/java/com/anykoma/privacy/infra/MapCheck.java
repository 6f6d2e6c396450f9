package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.functions.TriggerCoverageCheck;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the data map with the stores of {@code residency.yaml}, the processors on the page, and
 * the triggers of the functions.
 */
record MapCheck(DataMap map) {
  /** The start of a month of 28 days, and of a year of 365. */
  private static final LocalDateTime FEBRUARY = LocalDateTime.of(2027, 2, 1, 0, 0);

  MapCheck {
    Objects.requireNonNull(map);
  }

  /** Each location is in a store of {@code residency.yaml}, which says how long copies remain. */
  void stores(Residency residency) {
    Set<String> known =
        residency.stores().stream().map(StoreResidency::name).collect(Collectors.toSet());
    each(
        location -> {
          String store = storeOf(location.place());
          return known.contains(store)
              ? ""
              : "residency.yaml has no store '" + store + "' for this location; add it";
        });
  }

  /**
   * Data is deleted at the max of its retention class: documents and uploads by schedules, entries
   * of a log by its retention in {@code residency.yaml}, and records at the payment provider by the
   * provider.
   */
  void ages(Residency residency) {
    each(
        location ->
            location.retention().maxAge().map(max -> kept(location, max, residency)).orElse(""));
  }

  private static String kept(Location location, Period max, Residency residency) {
    if (location.place() instanceof Place.Log log) {
      return residency.stores().stream()
          .filter(each -> each.name().equals(storeOf(log)))
          .filter(each -> each.window().compareTo(shortest(max)) > 0)
          .map(
              each ->
                  "the store '%s' of residency.yaml keeps entries for %d days, longer than the max"
                          .formatted(each.name(), each.window().toDays())
                      + " of '%s'; shorten its retention".formatted(location.retention().name()))
          .findFirst()
          .orElse("");
    }
    boolean isDeleted =
        location.place() instanceof Place.Documents
            || location.place() instanceof Place.Billing
            || (location.place() instanceof Place.Blobs in
                && in.bucket().equals(UploadService.UPLOADS));
    return isDeleted
        ? ""
        : "the retention class '%s' has a max, but only documents and uploads are deleted by age;"
                .formatted(location.retention().name())
            + " use a class without max";
  }

  private static Duration shortest(Period max) {
    return Duration.between(FEBRUARY, FEBRUARY.plus(max));
  }

  /** The name of the store in {@code residency.yaml}. */
  private static String storeOf(Place place) {
    if (place instanceof Place.Documents documents) {
      return documents.database();
    } else if (place instanceof Place.Blobs blobs) {
      return blobs.bucket();
    } else if (place instanceof Place.Realtime) {
      return "realtime";
    } else if (place instanceof Place.Accounts) {
      return "auth";
    }
    return place instanceof Place.Billing ? "stripe" : "logs";
  }

  /** The page names the processor of each location. */
  void processors(String page) {
    each(
        location -> {
          List<String> names =
              location.place() instanceof Place.Billing
                  ? List.of("Stripe")
                  : List.of("Google", "Firebase");
          return names.stream().anyMatch(page::contains)
              ? ""
              : "page.md does not name "
                  + String.join(" or ", names)
                  + ", the processor of this location; add it to the page";
        });
  }

  /** An event reaches each location whose data functions process. */
  void triggers() {
    SettingsMistakes mistakes = new SettingsMistakes();
    TriggerCoverageCheck.violations(map).forEach(each -> mistakes.add(each.toException(map)));
    mistakes.throwIfAny();
  }

  /** Throws all problems of the locations at once; an empty text is no problem. */
  private void each(Function<Location, String> problem) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (Location each : map.locations()) {
      String text = problem.apply(each);
      if (!text.isEmpty()) {
        mistakes.add(map.definition(each.name()).error(text));
      }
    }
    mistakes.throwIfAny();
  }
}
