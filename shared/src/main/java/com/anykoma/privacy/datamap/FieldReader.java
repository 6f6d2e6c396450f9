package com.anykoma.privacy.datamap;

import static com.anykoma.privacy.datamap.DataMapReader.checked;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.settings.Setting;
import java.time.Period;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a field of a location, given the categories and retention classes of the map's head. */
record FieldReader(Set<DataCategory> categories, Map<String, RetentionClass> retention) {
  private static final DataCategory IP_ADDRESS = new DataCategory("user.device.ip_address");
  private static final DataCategory UNIQUE_ID = new DataCategory("user.unique_id");

  DataField read(String name, Setting setting, Set<Purpose> purposes, RetentionClass term) {
    setting.allowing("category", "sealed", "purposes", "retention", "truncate", "subjects");
    DataCategory category = category(setting.get("category"));
    Set<Purpose> uses = setting.find("purposes").map(FieldReader::purposes).orElse(purposes);
    if (category.equals(IP_ADDRESS) && !uses.equals(Set.of(Purpose.SECURITY))) {
      throw setting.error("an IP address is for security only (P14)");
    }
    return checked(
        setting,
        () ->
            new DataField(
                name,
                category,
                setting
                    .find("sealed")
                    .map(each -> each.oneOf(DataField.Sealing.class))
                    .orElse(DataField.Sealing.NEVER),
                uses,
                setting.find("retention").map(this::retention).orElse(term),
                truncate(setting, category),
                listsSubjects(setting, category)));
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
    DataCategory category = checked(setting, () -> new DataCategory(setting.string()));
    if (!categories.contains(category)) {
      throw setting.error(
          "category '" + category.key() + "' is not among the categories of this map");
    }
    return category;
  }

  static Set<Purpose> purposes(Setting setting) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    setting.list().forEach(each -> purposes.add(each.oneOf(Purpose.class)));
    if (purposes.isEmpty()) {
      throw setting.error("data is kept for some purpose");
    }
    return purposes;
  }

  RetentionClass retention(Setting setting) {
    RetentionClass found = retention.get(setting.string());
    if (found == null) {
      throw setting.error("there is no retention class '" + setting.string() + "'");
    }
    return found;
  }
}
