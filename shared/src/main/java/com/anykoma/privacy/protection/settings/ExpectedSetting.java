package com.anykoma.privacy.protection.settings;

import com.anykoma.privacy.yaml.Setting;
import com.google.common.base.CaseFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A setting of a resource, and the values with which the promises are kept.
 *
 * @param at the path of its values in the resource's JSON
 * @param expected the values to compare with, which may have placeholders
 * @param unset the value that an absent member stands for
 * @param roles a pattern of the roles whose grants are compared; only for grants
 * @param promises the ids of the promises that another value breaks
 * @param risk the consequence of another value
 */
record ExpectedSetting(
    String name,
    String at,
    SettingRelation relation,
    List<String> expected,
    Optional<String> unset,
    String roles,
    List<String> promises,
    String risk) {
  static ExpectedSetting read(String name, Setting setting) {
    List<SettingRelation> relations =
        Stream.of(SettingRelation.values())
            .filter(each -> setting.find(key(each)).isPresent())
            .toList();
    if (relations.size() != 1) {
      throw setting.error("one relation is expected here, such as equals or at-most");
    }
    setting.allowKeys("at", key(relations.get(0)), "unset", "roles", "promises", "risk");
    return new ExpectedSetting(
        name,
        setting.get("at").string(),
        relations.get(0),
        setting.get(key(relations.get(0))).oneOrMore().stream().map(Setting::string).toList(),
        setting.find("unset").map(Setting::string),
        setting.find("roles").map(Setting::string).orElse(".*"),
        setting.get("promises").strings(),
        setting.get("risk").string());
  }

  /** The relation as {@code settings.yaml} writes it. */
  String relationName() {
    return key(relation);
  }

  private static String key(SettingRelation relation) {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_HYPHEN, relation.name());
  }
}
