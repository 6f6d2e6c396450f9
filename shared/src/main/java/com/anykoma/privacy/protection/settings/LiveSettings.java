package com.anykoma.privacy.protection.settings;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.yaml.Setting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the live settings of the stores with those of {@code settings.yaml} (P14-P18, P20, P21).
 * A resource that cannot be read is a finding, never a pass. Findings contain no personal data: of
 * grants they have the role and the number of members.
 */
public record LiveSettings(
    Settings settings,
    List<SettingsResource> resources,
    ListedGrants grants,
    Map<String, Duration> residency) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
  private static final int MAX_VALUE_CHARS = 200;

  /**
   * The settings of a deployment.
   *
   * @param file {@code settings.yaml}
   * @param residency the durations of {@code residency.yaml} as {@code content.softDelete}
   */
  public static LiveSettings of(Settings settings, Setting file, Map<String, Duration> residency) {
    return new LiveSettings(
        settings, SettingsResource.readAll(file), ListedGrants.packaged(), residency);
  }

  /** A text that has a placeholder without a value in this deployment. */
  private static final class UnknownName extends RuntimeException {
    UnknownName(String name) {
      super("the deployment has no " + name);
    }
  }

  /** Reads all resources. Returns a line for each setting that breaks a promise. */
  public List<String> findings() {
    Map<String, String> names = new HashMap<>(settings.names());
    residency.forEach(
        (name, duration) -> {
          names.put("seconds/" + name, "" + duration.toSeconds());
          names.put("days/" + name, "" + duration.toDays());
        });
    return resources.stream()
        .flatMap(each -> scopes(each, names).map(scope -> findings(each, scope)))
        .flatMap(List::stream)
        .toList();
  }

  /** The placeholders of each resource for which one of the file stands. */
  static Stream<Map<String, String>> scopes(SettingsResource resource, Map<String, String> names) {
    if (resource.each().isEmpty()) {
      return Stream.of(names);
    }
    String prefix = resource.each().orElseThrow() + "/";
    return new TreeMap<>(names)
        .keySet().stream()
            .filter(it -> it.startsWith(prefix))
            .map(
                it -> {
                  Map<String, String> scope = new HashMap<>(names);
                  scope.put("name", it.substring(prefix.length()));
                  return scope;
                });
  }

  private List<String> findings(SettingsResource resource, Map<String, String> scope) {
    String name = resource.name() + resource.each().map(it -> " " + scope.get("name")).orElse("");
    List<String> findings = new ArrayList<>();
    try {
      Object live = read(resource, scope);
      for (ExpectedSetting each : resource.settings()) {
        String start = name + " " + each.name() + " ";
        String end = ": " + each.risk() + ending(each.promises(), resource);
        difference(each, live, scope).ifPresent(it -> findings.add(start + it + end));
      }
      return findings;
    } catch (CloudFailure | MalformedJson | UnknownName e) {
      return List.of(
          name + " could not be read: " + e.getMessage() + ending(resource.promises(), resource));
    }
  }

  private static String ending(List<String> promises, SettingsResource resource) {
    return " (" + String.join(" ", promises) + "; owner " + resource.owner() + ")";
  }

  private Object read(SettingsResource resource, Map<String, String> scope) {
    String json = settings.json(resource.service(), fill(resource.path(), scope));
    JsonValue live = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
    if (live.string("nextPageToken").filter(it -> !it.isEmpty()).isPresent()
        || live.flag("has_more").orElse(false)) {
      throw new MalformedJson("the list is longer than one page");
    }
    return live.members();
  }

  /** The difference between the live setting and the expected one; empty if the promise is kept. */
  private Optional<String> difference(
      ExpectedSetting setting, Object live, Map<String, String> scope) {
    List<String> expected = setting.expected().stream().map(it -> fill(it, scope)).toList();
    if (setting.relation() == SettingRelation.GRANTS) {
      return unlisted(setting, live, expected, fill("{project}", scope));
    }
    List<String> values = JsonPath.texts(live, setting.at());
    List<String> known = values.isEmpty() ? setting.unset().stream().toList() : values;
    try {
      return setting.relation().holds(known, expected)
          ? Optional.empty()
          : Optional.of(text(setting, known, expected));
    } catch (NumberFormatException e) {
      return Optional.of("could not be read: it is no number");
    }
  }

  private Optional<String> unlisted(
      ExpectedSetting setting, Object live, List<String> targets, String project) {
    Map<String, Integer> members =
        grants.unlisted(JsonPath.values(live, setting.at()), setting.roles(), targets, project);
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(
            members.entrySet().stream()
                .map(it -> "%s has %d members".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(", ", "", " that iam.yaml does not list")));
  }

  /** Never has other values than excluded ones, because members of grants are people. */
  private static String text(ExpectedSetting setting, List<String> live, List<String> expected) {
    return setting.relation() == SettingRelation.EXCLUDES
        ? "has " + text(expected.stream().filter(live::contains).toList())
        : "is %s, not %s %s".formatted(text(live), setting.relationName(), text(expected));
  }

  private static String text(List<String> values) {
    String all = values.isEmpty() ? "absent" : String.join(" ", values);
    return all.length() <= MAX_VALUE_CHARS ? all : all.substring(0, MAX_VALUE_CHARS) + "...";
  }

  /** Replaces placeholders, the innermost first: {@code {bucket/{name}}}. */
  static String fill(String text, Map<String, String> scope) {
    String filled = text;
    for (Matcher it = PLACEHOLDER.matcher(filled); it.find(); it = PLACEHOLDER.matcher(filled)) {
      String name = it.group(1);
      String value = Optional.ofNullable(scope.get(name)).orElseThrow(() -> new UnknownName(name));
      filled = filled.substring(0, it.start()) + value + filled.substring(it.end());
    }
    return filled;
  }
}
