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

/** Reads a field of a location, given the categories and retention classes of the map's head. */
record FieldReader(Set<DataCategory> categories, Map<String, RetentionClass> retention) {
  private static final DataCategory IP_ADDRESS = new DataCategory("user.device.ip_address");
  private static final DataCategory UNIQUE_ID = new DataCategory("user.unique_id");

  DataField read(String name, Setting setting, Set<Purpose> purposes, RetentionClass term) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(
        () ->
            setting.allowKeys(
                "category", "sealed", "purposes", "retention", "truncate", "subjects"));
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
                listsSubjects(setting, known)));
  }

  private static boolean listsSubjects(Setting setting, DataCategory category) {
    Optional<Setting> subjects = setting.find("subjects");
    if (subjects.isPresent() && !category.equals(UNIQUE_ID)) {
      throw subjects.get().error("only a field of category user.unique_id lists subjects");
    }
    return subjects.map(Setting::flag).orElse(false);
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
          "category '" + category.key() + "' is not among the categories of this map");
    }
    return category;
  }

  static Set<Purpose> purposes(Setting setting) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    setting.readEach(each -> newIn(purposes, each, each.oneOf(Purpose.class)));
    if (purposes.isEmpty()) {
      throw setting.error("data is kept for some purpose");
    }
    return purposes;
  }

  /** Adds a word of a list, in which each is once. */
  static <T> T newIn(Collection<T> words, Setting at, T word) {
    if (words.contains(word)) {
      throw at.error("this is there twice; keep one");
    }
    words.add(word);
    return word;
  }

  RetentionClass retention(Setting setting) {
    RetentionClass found = retention.get(setting.string());
    if (found == null) {
      throw setting.error("there is no retention class '" + setting.string() + "'");
    }
    return found;
  }
}
