package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.collection.census.Census;
import com.anykoma.privacy.collection.census.LocationCount;
import com.anykoma.privacy.collection.census.UnlistedCollection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Formats a census as JSON or as text. */
public final class AttestReport {
  private AttestReport() {}

  /** The census as JSON. */
  public static Object json(Census census) {
    return new Report(
        census.clean(),
        census.complete(),
        census.locations(),
        census.unlistedCollections(),
        new TreeMap<>(census.unlistedBlobs()));
  }

  record Report(
      boolean clean,
      boolean complete,
      List<LocationCount> locations,
      List<UnlistedCollection> unlistedCollections,
      Map<String, Long> unlistedBlobs) {}

  /** The census as text. */
  public static String text(Census census) {
    StringBuilder out = new StringBuilder();
    out.append(line("LOCATION", "SEEN", "UNLISTED FIELDS", "OVER AGE", "WITHOUT SUBJECT"));
    census.locations().stream()
        .filter(each -> each.seen() > 0)
        .forEach(
            each ->
                out.append(
                    line(
                        each.location(),
                        each.seen(),
                        each.withUnlistedFields(),
                        each.overAge(),
                        each.withoutSubject())));
    census.locations().stream()
        .filter(each -> !each.unlistedFields().isEmpty())
        .forEach(
            each ->
                out.append(
                    format(
                        "%nfields of %s that are not in the data map:%n  %s%n",
                        each.location(),
                        TerminalText.of(String.join(", ", each.unlistedFields())))));
    census
        .unlistedCollections()
        .forEach(
            each ->
                out.append(
                    format(
                        "%ncollection that is not in the data map, database %s:%n"
                            + "  %s, documents: %d%n",
                        each.database(), TerminalText.of(each.shape()), each.documents())));
    new TreeMap<>(census.unlistedBlobs())
        .forEach(
            (bucket, objects) ->
                out.append(
                    format(
                        "%nobjects of bucket %s that are not in the data map: %d%n",
                        bucket, objects)));
    return out.append(verdict(census)).toString();
  }

  private static String line(Object... columns) {
    return format("%-18s %10s %16s %9s %16s%n", columns);
  }

  private static String verdict(Census census) {
    return (census.clean()
            ? "\nAll data matches the data map"
            : "\nSome data does not match the" + " data map")
        + (census.complete() ? "." : " (the census is incomplete).");
  }

  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
