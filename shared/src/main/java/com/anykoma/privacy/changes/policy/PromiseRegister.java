package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The register of promises: what the software has to do, from {@code promises.yaml}, and the
 * sentences of the product's privacy page that oblige it, from {@code sentences.yaml}. Immutable.
 */
public final class PromiseRegister {
  private final Map<String, Promise> promises;
  private final Map<String, LiveCheck> checks;

  private PromiseRegister(Map<String, Promise> promises, Map<String, LiveCheck> checks) {
    this.promises = promises;
    this.checks = checks;
  }

  /**
   * Reads {@code promises: {P1: {rule, status, missing}}} and {@code edgeCases: {E1: {case, status,
   * missing}}}, and the sentences {@code P1: a sentence, or a list of sentences}.
   *
   * @param page the text of {@code page.md}, which has to contain every quoted sentence
   * @throws com.anykoma.privacy.yaml.SettingsException naming file and line of every mistake
   */
  public static PromiseRegister read(Setting file, Setting sentences, String page) {
    file.allowKeys("checks", "promises", "edgeCases");
    SettingsMistakes mistakes = new SettingsMistakes();
    Map<String, LiveCheck> checks = new LinkedHashMap<>();
    mistakes.check(() -> checks.putAll(file.get("checks").readEachMember(PromiseRegister::check)));
    Map<String, List<String>> quoted = new LinkedHashMap<>();
    Setting promises = file.get("promises");
    mistakes.check(
        () ->
            quoted.putAll(
                sentences.readEachMember((id, each) -> quotes(id, each, promises, page))));
    Map<String, Promise> read = new LinkedHashMap<>();
    mistakes.check(
        () ->
            read.putAll(
                promises.readEachMember(
                    (id, each) -> promise(id, each, quoted.getOrDefault(id, List.of())))));
    mistakes.check(
        () -> read.putAll(file.get("edgeCases").readEachMember(PromiseRegister::edgeCase)));
    mistakes.throwIfAny();
    return new PromiseRegister(read, checks);
  }

  private static LiveCheck check(String name, Setting setting) {
    setting.allowKeys("maxAge", "owner");
    return new LiveCheck(name, setting.get("maxAge").duration(), setting.get("owner").string());
  }

  private static List<String> quotes(String id, Setting setting, Setting promises, String page) {
    if (promises.find(id).isEmpty()) {
      throw setting.error("no promise has this id; use one that ./run promises lists");
    }
    List<String> quotes = new ArrayList<>();
    for (Setting each : setting.oneOrMore()) {
      if (!page.contains(each.string())) {
        throw each.error("page.md does not contain it; quote it to the letter");
      }
      quotes.add(each.string());
    }
    return quotes;
  }

  private static Promise promise(String id, Setting setting, List<String> sentences) {
    setting.allowKeys("rule", "status", "missing", "checks");
    return entry('P', id, sentences, setting.get("rule").string(), setting);
  }

  private static Promise edgeCase(String id, Setting setting) {
    setting.allowKeys("case", "status", "missing");
    return entry('E', id, List.of(), setting.get("case").string(), setting);
  }

  private static Promise entry(
      char kind, String id, List<String> sentences, String rule, Setting setting) {
    if (!Promise.ID.matcher(id).matches() || id.charAt(0) != kind) {
      throw setting.error("an id here is " + kind + " with a number from 1 to 99");
    }
    Promise.State state = setting.get("status").oneOf(Promise.State.class);
    Optional<String> missing = setting.find("missing").map(Setting::string);
    List<String> checks = setting.find("checks").map(Setting::strings).orElse(List.of());
    return setting.checked(() -> new Promise(id, sentences, rule, state, missing, checks));
  }

  /** All entries in the order of the file: promises, then edge cases. */
  public List<Promise> all() {
    return List.copyOf(promises.values());
  }

  /** The live checks, by name. */
  public Map<String, LiveCheck> checks() {
    return Map.copyOf(checks);
  }

  /** The entry with this id; empty when the register does not have it. */
  public Optional<Promise> find(String id) {
    return Optional.ofNullable(promises.get(id));
  }
}
