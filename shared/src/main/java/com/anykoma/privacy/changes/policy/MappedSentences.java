package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code sentences.yaml}, which maps every sentence of the page: {@code P1: a sentence, or a
 * list}, {@code none: {a reason: sentences that promise nothing}} and {@code sha256: {P1: hash}}.
 *
 * <p>A hash records that somebody compared the sentences of a promise with its rule. After a change
 * of words it is stale, and the start fails until the comparison is repeated (P1).
 */
final class MappedSentences {
  private static final String NONE = "none";
  private static final String SHA256 = "sha256";
  private static final int HASH_DIGITS = 12;

  private final Setting promises;
  private final Map<String, Integer> onPage;
  private final Map<String, Integer> unmapped;
  private final SettingsMistakes mistakes = new SettingsMistakes();

  private MappedSentences(Setting promises, String page) {
    this.promises = promises;
    this.onPage = PageSentences.of(page).lines();
    this.unmapped = new LinkedHashMap<>(onPage);
  }

  /** The sentences of each promise, by its id. */
  static Map<String, List<String>> read(Setting file, Setting promises, String page) {
    return new MappedSentences(promises, page).read(file);
  }

  private Map<String, List<String>> read(Setting file) {
    Map<String, List<String>> mapped = new LinkedHashMap<>();
    Map<String, Setting> members = new LinkedHashMap<>(file.members());
    Optional<Setting> hashes = Optional.ofNullable(members.remove(SHA256));
    Optional.ofNullable(members.remove(NONE))
        .ifPresent(it -> mistakes.read(() -> it.readEachMember((reason, each) -> quotes(each))));
    for (Map.Entry<String, Setting> each : members.entrySet()) {
      mistakes.check(() -> mapped.put(each.getKey(), promised(each.getKey(), each.getValue())));
    }
    mapped.forEach((id, it) -> mistakes.check(() -> requireHash(id, it, file.get(id), hashes)));
    unmapped.forEach((sentence, line) -> mistakes.add(unmapped(sentence, line)));
    mistakes.throwIfAny();
    return mapped;
  }

  private static SettingsException unmapped(String sentence, int line) {
    String problem =
        "sentences.yaml does not map '%s'; quote it under its promise, or under 'none' with the reason";
    return new SettingsException(
        List.of(new SettingsMistake("page.md", line, problem.formatted(sentence))));
  }

  private List<String> promised(String id, Setting setting) {
    if (promises.find(id).isEmpty()) {
      throw setting.error("no promise has this id; use one that ./run promises lists");
    }
    return quotes(setting);
  }

  private List<String> quotes(Setting setting) {
    SettingsMistakes unknown = new SettingsMistakes();
    List<String> quotes = new ArrayList<>();
    for (Setting each : setting.oneOrMore()) {
      unmapped.remove(each.string());
      if (!onPage.containsKey(each.string())) {
        unknown.add(
            each.error("page.md does not contain this sentence; quote a whole one to the letter"));
      }
      quotes.add(each.string());
    }
    unknown.throwIfAny();
    return quotes;
  }

  private static void requireHash(
      String id, List<String> sentences, Setting setting, Optional<Setting> hashes) {
    String hash = Sha256.hex(String.join("\n", sentences)).substring(0, HASH_DIGITS);
    Optional<Setting> stored = hashes.flatMap(it -> it.find(id));
    if (!stored.map(Setting::string).equals(Optional.of(hash))) {
      throw stored
          .orElse(setting)
          .error(
              "the hash of the sentences of %s is '%s'; compare them with its rule, then write %s: '%s' under sha256"
                  .formatted(id, hash, id, hash));
    }
  }
}
