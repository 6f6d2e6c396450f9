package com.anykoma.privacy.local.deployed;

import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which licences libraries may have: {@code licences.yaml}, which a person edits.
 *
 * @param deployed why a licence may be that of what is deployed, by SPDX's id
 * @param notDeployed the same of what is not, besides
 * @param settled what is meant where a POM is not plain, by the library's id
 * @param copyright the copyright line of a library, by its id
 * @param within what a library carries inside, by its id
 */
record LicencePolicy(
    Map<String, String> deployed,
    Map<String, String> notDeployed,
    Map<String, Settled> settled,
    Map<String, String> copyright,
    Map<String, String> within) {
  static final Path FILE = Path.of("..", "..", "licences.yaml");

  /** That a library's POM {@code says} something, by which one licence is meant. */
  record Settled(String says, String is, String why) {}

  static LicencePolicy read(Setting root) {
    root.allowKeys("deployed", "notDeployed", "benchmarks", "settled", "copyright", "within");
    Map<String, Settled> settled = new LinkedHashMap<>();
    root.get("settled").members().forEach((id, each) -> settled.put(id, settled(each)));
    return new LicencePolicy(
        texts(root.get("deployed")),
        texts(root.get("notDeployed")),
        settled,
        texts(root.get("copyright")),
        texts(root.get("within")));
  }

  private static Settled settled(Setting setting) {
    setting.allowKeys("says", "is", "why");
    return new Settled(
        setting.find("says").map(Setting::string).orElse(""),
        setting.get("is").string(),
        setting.get("why").string());
  }

  private static Map<String, String> texts(Setting setting) {
    Map<String, String> texts = new LinkedHashMap<>();
    setting.members().forEach((key, each) -> texts.put(key, each.string()));
    return texts;
  }

  /** The licences that are meant, by SPDX's ids where a person has settled them. */
  List<String> licencesOf(Library library) {
    return Optional.ofNullable(settled.get(library.id()))
        .filter(it -> it.says().equals(library.says()))
        .map(it -> List.of(it.is()))
        .orElse(library.licences());
  }

  /** What is wrong with a library's licence and what to do; nothing when it is allowed. */
  Optional<String> complaint(Library library, boolean isDeployed, List<String> way) {
    List<String> licences = licencesOf(library);
    boolean isAllowed =
        !licences.isEmpty()
            && licences.stream()
                .allMatch(
                    it -> deployed.containsKey(it) || (!isDeployed && notDeployed.containsKey(it)));
    return isAllowed
        ? Optional.empty()
        : Optional.of(
            "%s %s (%s, by %s) has the licence '%s', which licences.yaml does not allow. Leave the"
                    .formatted(
                        library.id(),
                        library.version(),
                        isDeployed ? "deployed" : "not deployed",
                        String.join(" > ", way),
                        library.licences().isEmpty() ? "none named" : library.says())
                + " library out; or allow the licence there; or, if its POM does not say what is"
                + " meant, settle it there.");
  }
}
