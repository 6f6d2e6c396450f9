package com.anykoma.privacy.protection.settings;

import com.anykoma.privacy.platform.Settings.Service;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A resource that is read at once, with its settings.
 *
 * @param each the kind of resources for which it stands, such as {@code bucket}
 * @param path the path of its URL, which may have placeholders
 * @param owner the role of the staff who correct its settings
 */
record SettingsResource(
    String name,
    Optional<String> each,
    Service service,
    String path,
    String owner,
    List<ExpectedSetting> settings) {

  /** Reads {@code resources: {NAME: {each, service, path, owner, settings}}}. */
  static List<SettingsResource> readAll(Setting file) {
    return List.copyOf(
        file.allowKeys("resources")
            .get("resources")
            .readEachMember(SettingsResource::read)
            .values());
  }

  private static SettingsResource read(String name, Setting setting) {
    setting.allowKeys("each", "service", "path", "owner", "settings");
    return new SettingsResource(
        name,
        setting.find("each").map(Setting::string),
        setting.get("service").oneOf(Service.class),
        setting.get("path").string(),
        setting.get("owner").string(),
        List.copyOf(setting.get("settings").readEachMember(ExpectedSetting::read).values()));
  }

  /** The promises that depend on any of its settings. */
  List<String> promises() {
    Set<String> all =
        settings.stream()
            .flatMap(it -> it.promises().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return List.copyOf(all);
  }
}
