package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.time.Period;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses a field of a location. Knows the map's categories and retention classes. */
record FieldReader(Set<DataCategory> categories, Map<String, RetentionClass> retention) {
  private static final DataCategory IP_ADDRESS = new DataCategory("user.device.ip_address");
  private static final DataCategory UNIQUE_ID = new DataCategory("user.unique_id");

  DataField read(String name, Setting setting, Set<Purpose> purposes, RetentionClass term) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(
        () ->
            setting.allowKeys(
                "category",
                "sealed",
                "purposes",
                "retention",
                "truncate",
                "subjects",
                "correctable"));
    Optional<DataCategory> category = mistakes.read(() -> category(setting.get("category")));
    Optional<Set<Purpose>> own =
        setting.find("purposes").flatMap(it -> mistakes.read(() -> purposes(it)));
    Optional<DataField.Sealing> sealed =
        setting
            .find("sealed")
            .flatMap(it -> mistakes.read(() -> it.oneOf(DataField.Sealing.class)));
    Optional<RetentionClass> kept =
        setting.find("retention").flatMap(it -> mistakes.read(() -> retention(it)));
    mistakes.throwIfAny();
    Set<Purpose> uses = own.orElse(purposes);
    DataCategory known = category.orElseThrow();
    if (known.equals(IP_ADDRESS) && !uses.equals(Set.of(Purpose.SECURITY))) {
      throw setting.error("an IP address is for security only (P14)");
    }
    return setting.checked(
        () ->
            new DataField(
                name,
                known,
                sealed.orElse(DataField.Sealing.NEVER),
                uses,
                kept.orElse(term),
                truncate(setting, known),
                subjects(setting, known),
                setting.find("correctable").map(Setting::flag).orElse(false)));
  }

  private static DataField.Subjects subjects(Setting setting, DataCategory category) {
    Optional<Setting> subjects = setting.find("subjects");
    if (subjects.isPresent() && !category.equals(UNIQUE_ID)) {
      throw subjects.get().error("only a field of category user.unique_id lists subjects");
    }
    return subjects.map(it -> it.oneOf(DataField.Subjects.class)).orElse(DataField.Subjects.NO);
  }

  private static Optional<Period> truncate(Setting setting, DataCategory category) {
    Optional<Setting> truncate = setting.find("truncate");
    if (truncate.isPresent() && !category.equals(IP_ADDRESS)) {
      throw truncate.get().error("only an IP address is truncated");
    }
    return truncate.map(Setting::period);
  }

  private DataCategory category(Setting setting) {
    DataCategory category = setting.checked(() -> new DataCategory(setting.string()));
    if (!categories.contains(category)) {
      throw setting.error(
          "category '%s' is not listed under categories; add it there or correct the name"
              .formatted(category.key()));
    }
    return category;
  }

  static Set<Purpose> purposes(Setting setting) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    setting.readEach(each -> newIn(purposes, each, each.oneOf(Purpose.class)));
    if (purposes.isEmpty()) {
      throw setting.error("at least one purpose is required");
    }
    return purposes;
  }

  /** Adds an element of a list without duplicates. */
  static <T> T newIn(Collection<T> list, Setting at, T element) {
    if (list.contains(element)) {
      throw at.error("this is listed twice; keep one");
    }
    list.add(element);
    return element;
  }

  RetentionClass retention(Setting setting) {
    RetentionClass found = retention.get(setting.string());
    if (found == null) {
      throw setting.error("no retention class is named '" + setting.string() + "'");
    }
    return found;
  }
}
