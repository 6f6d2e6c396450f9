package com.anykoma.privacy.local.report;

import com.anykoma.privacy.collection.census.Census;
import com.anykoma.privacy.collection.census.LocationCount;
import com.anykoma.privacy.collection.census.UnlistedCollection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Formats a census as JSON or as text. */
public final class AttestReport {
  private static final String LINE = "%-18s %10s %16s %9s %16s%n";

  private AttestReport() {}

  /** The census and the findings about live settings as JSON. */
  public static Object json(Census census, List<String> settings) {
    return new Report(
        census.clean(),
        census.complete(),
        census.locations(),
        census.unlistedCollections(),
        new TreeMap<>(census.unlistedBlobs()),
        settings);
  }

  record Report(
      boolean clean,
      boolean complete,
      List<LocationCount> locations,
      List<UnlistedCollection> unlistedCollections,
      Map<String, Long> unlistedBlobs,
      List<String> settings) {}

  /** The census and the findings about live settings as text. */
  public static String text(Census census, List<String> settings) {
    ReportText out = new ReportText();
    out.add(LINE, "LOCATION", "SEEN", "UNLISTED FIELDS", "OVER AGE", "WITHOUT SUBJECT");
    for (LocationCount each : census.locations()) {
      if (each.seen() > 0) {
        out.add(
            LINE,
            each.location(),
            each.seen(),
            each.withUnlistedFields(),
            each.overAge(),
            each.withoutSubject());
      }
    }
    for (LocationCount each : census.locations()) {
      if (!each.unlistedFields().isEmpty()) {
        String fields = String.join(", ", each.unlistedFields());
        out.add("%nfields of %s that are not in the data map:%n  %s%n", each.location(), fields);
      }
    }
    for (UnlistedCollection each : census.unlistedCollections()) {
      out.add("%ncollection that is not in the data map, database %s:%n", each.database());
      out.add("  %s, documents: %d%n", each.shape(), each.documents());
    }
    new TreeMap<>(census.unlistedBlobs())
        .forEach(
            (bucket, objects) ->
                out.add(
                    "%nobjects of bucket %s that are not in the data map: %d%n", bucket, objects));
    settings.forEach(each -> out.add("%nsetting: %s%n", each));
    return out + verdict(census) + verdict(settings);
  }

  private static String verdict(List<String> settings) {
    return settings.isEmpty()
        ? "\nAll live settings keep the promises."
        : "\nSome live settings break promises.";
  }

  private static String verdict(Census census) {
    return (census.clean()
            ? "\nAll data matches the data map"
            : "\nSome data does not match the" + " data map")
        + (census.complete() ? "." : " (the census is incomplete).");
  }
}
