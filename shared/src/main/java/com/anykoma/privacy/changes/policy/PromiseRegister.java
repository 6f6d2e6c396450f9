package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The register of promises, from {@code promises.yaml}: the sentences of the privacy page that
 * oblige the software, and the edge cases that break them. Immutable.
 */
public final class PromiseRegister {
  private final Map<String, Promise> promises;

  private PromiseRegister(Map<String, Promise> promises) {
    this.promises = promises;
  }

  /**
   * The register on the class path, checked against the class path's {@code page.md}.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException naming file and line of every mistake
   */
  public static PromiseRegister shipped() {
    return read(Setting.resource("promises.yaml"), Setting.text("page.md"));
  }

  /**
   * Reads {@code promises: {P1: {sentence, rule, status, missing}}} and {@code edgeCases: {E1:
   * {case, status, missing}}}.
   *
   * @param page the text of {@code page.md}, which has to contain every quoted sentence
   * @throws com.anykoma.privacy.yaml.SettingsException naming file and line of every mistake
   */
  public static PromiseRegister read(Setting file, String page) {
    file.allowKeys("promises", "edgeCases");
    SettingsMistakes mistakes = new SettingsMistakes();
    Map<String, Promise> read = new LinkedHashMap<>();
    mistakes.check(
        () ->
            read.putAll(
                file.get("promises").readEachMember((id, each) -> promise(id, each, page))));
    mistakes.check(
        () -> read.putAll(file.get("edgeCases").readEachMember(PromiseRegister::edgeCase)));
    mistakes.throwIfAny();
    return new PromiseRegister(read);
  }

  private static Promise promise(String id, Setting setting, String page) {
    setting.allowKeys("sentence", "rule", "status", "missing");
    Optional<String> sentence = setting.find("sentence").map(Setting::string);
    if (sentence.filter(it -> !page.contains(it)).isPresent()) {
      throw setting.get("sentence").error("page.md does not contain it; quote it to the letter");
    }
    return entry('P', id, sentence, setting.get("rule").string(), setting);
  }

  private static Promise edgeCase(String id, Setting setting) {
    setting.allowKeys("case", "status", "missing");
    return entry('E', id, Optional.empty(), setting.get("case").string(), setting);
  }

  private static Promise entry(
      char kind, String id, Optional<String> sentence, String rule, Setting setting) {
    if (!Promise.ID.matcher(id).matches() || id.charAt(0) != kind) {
      throw setting.error("an id here is " + kind + " with a number from 1 to 99");
    }
    Promise.State state = setting.get("status").oneOf(Promise.State.class);
    Optional<String> missing = setting.find("missing").map(Setting::string);
    return setting.checked(() -> new Promise(id, sentence, rule, state, missing));
  }

  /** All entries in the order of the file: promises, then edge cases. */
  public List<Promise> all() {
    return List.copyOf(promises.values());
  }

  /** The entry with this id; empty when the register does not have it. */
  public Optional<Promise> find(String id) {
    return Optional.ofNullable(promises.get(id));
  }
}
