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
 * The data map against the stores of {@code residency.yaml}, the processors that the page names,
 * and the triggers of {@code functions.yaml}.
 *
 * @param locations where the map's file lists its locations
 */
record MapCheck(DataMap map, Setting locations) {
  MapCheck {
    Objects.requireNonNull(map);
    Objects.requireNonNull(locations);
  }

  /** Each location is in a store of which it is known how long deleted data lives on there. */
  void stores(Residency residency) {
    Set<String> known =
        residency.stores().stream().map(StoreResidency::name).collect(Collectors.toSet());
    each(
        location -> {
          String store = storeOf(location.place());
          return known.contains(store)
              ? ""
              : "residency.yaml has no store '" + store + "', where this is kept; add it there";
        });
  }

  /** The names of {@code residency.yaml}. */
  private static String storeOf(Place place) {
    if (place instanceof Place.Documents documents) {
      return documents.database();
    } else if (place instanceof Place.Blobs blobs) {
      return blobs.bucket();
    } else if (place instanceof Place.Accounts) {
      return "auth";
    }
    return place instanceof Place.Billing ? "stripe" : "logs";
  }

  /** The page names whoever keeps what a location is about. */
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
                  + ", where this is kept; name the processor on the page";
        });
  }

  /** Each trigger on documents or objects is for some location. */
  void triggers(List<DeclaredFunction> functions) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (DeclaredFunction each : functions) {
      if (map.locations().stream().noneMatch(it -> mayConcern(each.trigger(), it.place()))) {
        mistakes.add(
            new SettingsException(
                List.of(each.mistake("is triggered by nothing that datamap.yaml names"))));
      }
    }
    mistakes.throwIfAny();
  }

  private static boolean mayConcern(Trigger trigger, Place place) {
    if (trigger instanceof Trigger.DocumentWritten written) {
      return place instanceof Place.Documents in
          && in.database().equals(Place.Documents.MAIN)
          && written.matches(in.path().segments());
    }
    return !(trigger instanceof Trigger.ObjectFinalized finalized)
        || (place instanceof Place.Blobs in && in.bucket().equals(finalized.bucket()));
  }

  /** Throws what is wrong with the locations, all at once; an empty text is nothing. */
  private void each(Function<Location, String> problem) {
    SettingsMistakes mistakes = new SettingsMistakes();
    for (Location each : map.locations()) {
      String wrong = problem.apply(each);
      if (!wrong.isEmpty()) {
        mistakes.add(locations.get(each.name()).error(wrong));
      }
    }
    mistakes.throwIfAny();
  }
}
