package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The register of promises: what the software has to do, from {@code promises.yaml}, and the
 * sentences of the product's privacy page that oblige it, from {@code sentences.yaml}. Immutable.
 */
public final class PromiseRegister {
  private final Map<String, Promise> promises;
  private final Map<String, LiveCheck> checks;
  private final Map<String, Contradiction> contradictions;

  private PromiseRegister(
      Map<String, Promise> promises,
      Map<String, LiveCheck> checks,
      Map<String, Contradiction> contradictions) {
    this.promises = promises;
    this.checks = checks;
    this.contradictions = contradictions;
  }

  /**
   * Reads {@code checks: {NAME: {maxAge, owner}}}, {@code contradictions: {C1: {readings, strict,
   * promises, status}}}, {@code promises: {P1: {kind, rule, status, missing, functions, checks,
   * evidence}}} and {@code edgeCases: {E1: {case, status, missing, functions}}}.
   *
   * @param sentences the sentences of each promise, which {@link MappedSentences} reads
   * @param page the text of {@code page.md}, of which every sentence has to be mapped
   * @throws com.anykoma.privacy.yaml.SettingsException naming file and line of every mistake
   */
  public static PromiseRegister read(Setting file, Setting sentences, String page) {
    file.allowKeys("checks", "contradictions", "promises", "edgeCases");
    SettingsMistakes mistakes = new SettingsMistakes();
    Map<String, LiveCheck> checks = each(file, "checks", PromiseRegister::check, mistakes);
    Setting promises = file.get("promises");
    Map<String, List<String>> quoted = new LinkedHashMap<>();
    mistakes.check(() -> quoted.putAll(MappedSentences.read(sentences, promises, page)));
    Map<String, Promise> read = new LinkedHashMap<>();
    BiFunction<String, Setting, Promise> promise =
        (id, it) -> promise(id, it, quoted.getOrDefault(id, List.of()), checks.keySet());
    read.putAll(each(file, "promises", promise, mistakes));
    read.putAll(each(file, "edgeCases", PromiseRegister::edgeCase, mistakes));
    Map<String, Contradiction> contradictions =
        each(file, "contradictions", (id, it) -> contradiction(it, promises), mistakes);
    mistakes.throwIfAny();
    return new PromiseRegister(read, checks, contradictions);
  }

  /** Reads every member of a section; one without members may be left out. */
  private static <T> Map<String, T> each(
      Setting file,
      String section,
      BiFunction<String, Setting, T> reader,
      SettingsMistakes mistakes) {
    return file.find(section)
        .flatMap(it -> mistakes.read(() -> it.readEachMember(reader)))
        .orElse(Map.of());
  }

  private static LiveCheck check(String name, Setting setting) {
    setting.allowKeys("maxAge", "owner");
    return new LiveCheck(name, setting.get("maxAge").duration(), setting.get("owner").string());
  }

  private static Contradiction contradiction(Setting setting, Setting promises) {
    setting.allowKeys("readings", "strict", "promises", "status");
    List<String> ids = setting.get("promises").strings();
    ids.forEach(promises::get);
    return setting.checked(
        () ->
            new Contradiction(
                setting.get("readings").strings(),
                setting.get("strict").string(),
                ids,
                setting.get("status").oneOf(Promise.State.class)));
  }

  private static Promise promise(
      String id, Setting setting, List<String> sentences, Set<String> known) {
    setting.allowKeys("kind", "rule", "status", "missing", "functions", "checks", "evidence");
    List<String> checks = setting.find("checks").map(Setting::strings).orElse(List.of());
    if (!known.containsAll(checks)) {
      throw setting.get("checks").error("a check is not declared at the top of the file");
    }
    return entry('P', id, sentences, "rule", checks, setting);
  }

  private static Promise edgeCase(String id, Setting setting) {
    setting.allowKeys("case", "status", "missing", "functions");
    return entry('E', id, List.of(), "case", List.of(), setting);
  }

  private static Promise entry(
      char letter,
      String id,
      List<String> sentences,
      String rule,
      List<String> checks,
      Setting setting) {
    if (!Promise.ID.matcher(id).matches() || id.charAt(0) != letter) {
      throw setting.error("an id here is " + letter + " with a number from 1 to 99");
    }
    boolean isPromise = letter == 'P';
    Promise.Kind kind =
        isPromise ? setting.get("kind").oneOf(Promise.Kind.class) : Promise.Kind.EDGE_CASE;
    Promise.State state = setting.get("status").oneOf(Promise.State.class);
    Optional<String> missing = setting.find("missing").map(Setting::string);
    List<String> functions = setting.find("functions").map(Setting::strings).orElse(List.of());
    String evidence = isPromise ? setting.get("evidence").string() : "";
    return setting.checked(
        () ->
            new Promise(
                id,
                kind,
                sentences,
                setting.get(rule).string(),
                state,
                missing,
                functions,
                checks,
                evidence));
  }

  /** All entries in the order of the file: promises, then edge cases. */
  public List<Promise> all() {
    return List.copyOf(promises.values());
  }

  /** The live checks, by name. */
  public Map<String, LiveCheck> checks() {
    return Map.copyOf(checks);
  }

  /** The contradictions of the page, by their ids from {@code C1} on, in the order of the file. */
  public Map<String, Contradiction> contradictions() {
    return Collections.unmodifiableMap(contradictions);
  }

  /** The ids of the contradictions that concern a promise. */
  public List<String> contradictionsOf(String promise) {
    return contradictions.entrySet().stream()
        .filter(each -> each.getValue().promises().contains(promise))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The entry with this id; empty when the register does not have it. */
  public Optional<Promise> find(String id) {
    return Optional.ofNullable(promises.get(id));
  }
}
