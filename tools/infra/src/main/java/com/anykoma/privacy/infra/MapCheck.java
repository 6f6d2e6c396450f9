package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the data map with the stores of {@code residency.yaml}, the processors on the page, and
 * the triggers of {@code functions.yaml}.
 *
 * @param locations the setting {@code locations} of the map
 */
record MapCheck(DataMap map, Setting locations) {
  MapCheck {
    Objects.requireNonNull(map);
    Objects.requireNonNull(locations);
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

  /** Each trigger on documents or objects matches a location. */
  void triggers(List<DeclaredFunction> functions) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (DeclaredFunction each : functions) {
      if (map.locations().stream().noneMatch(it -> matches(each.trigger(), it.place()))) {
        mistakes.add(
            new SettingsException(
                List.of(each.mistake("matches no location of datamap.yaml; add it"))));
      }
    }
    mistakes.throwIfAny();
  }

  private static boolean matches(Trigger trigger, Place place) {
    if (trigger instanceof Trigger.DocumentWritten written) {
      return place instanceof Place.Documents in
          && in.database().equals(Place.Documents.MAIN)
          && written.matches(in.path().segments());
    }
    return !(trigger instanceof Trigger.ObjectFinalized finalized)
        || (place instanceof Place.Blobs in && in.bucket().equals(finalized.bucket()));
  }

  /** Throws all problems of the locations at once; an empty text is no problem. */
  private void each(Function<Location, String> problem) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (Location each : map.locations()) {
      String text = problem.apply(each);
      if (!text.isEmpty()) {
        mistakes.add(locations.get(each.name()).error(text));
      }
    }
    mistakes.throwIfAny();
  }
}
