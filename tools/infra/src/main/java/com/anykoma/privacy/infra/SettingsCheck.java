package com.anykoma.privacy.infra;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.improvement.statistics.StatisticsSettings;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.anykoma.privacy.rights.cases.CaseSettings;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsFolder;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads a product's settings with the readers of the functions and checks them against each other:
 * data map, plans and their claims, policies, page and its promises, circuit breaker limits,
 * statistics, residency, processors, security rules, indexes and triggers.
 */
public final class SettingsCheck {
  /** In the order in which a team writes them. */
  private static final List<String> FILES =
      List.of(
          "datamap.yaml",
          "plans.yaml",
          "page.md",
          "policies.yaml",
          "sentences.yaml",
          "residency.yaml",
          "breaker.yaml",
          "statistics.yaml",
          "letters.yaml",
          "firestore.rules",
          "storage.rules",
          DocumentIndex.FILE,
          "functions.yaml");

  private final SettingsMistakes mistakes = new SettingsMistakes();
  private final InfraFiles files;
  private final SettingsFolder folder;

  private SettingsCheck(InfraFiles files) {
    this.files = files;
    this.folder = SettingsFolder.of(files.settings());
  }

  /** A file of the product and its value. */
  private record Read<T>(Setting file, T value) {}

  /** Returns all mistakes, by file and line; none when the files are valid. */
  public static List<SettingsMistake> mistakes(InfraFiles files) {
    SettingsCheck check = new SettingsCheck(files);
    check.run();
    return check.mistakes.all().stream()
        .sorted(
            Comparator.comparingInt((SettingsMistake each) -> FILES.indexOf(each.file()))
                .thenComparingInt(SettingsMistake::line))
        .toList();
  }

  /** Reads all files, then checks them against each other. */
  private void run() {
    Optional<DataMap> map = read("datamap.yaml", PrivacyFiles::dataMap).map(Read::value);
    Optional<PlanCatalog> plans = read("plans.yaml", PlanCatalog::read).map(Read::value);
    Optional<String> page = mistakes.read(() -> folder.text("page.md"));
    Optional<Read<Policies>> policies = read("policies.yaml", Policies::read);
    Optional<Read<Setting>> sentences = read("sentences.yaml", Function.identity());
    Optional<Read<Residency>> residency = read("residency.yaml", Residency::read);
    read("breaker.yaml", CircuitBreakerLimits::read);
    map.ifPresent(it -> read("statistics.yaml", file -> StatisticsSettings.read(file, it)));
    read("letters.yaml", CaseSettings::read);
    Optional<List<RulesFile.Match>> documents = rules("firestore.rules");
    Optional<List<RulesFile.Match>> uploads = rules("storage.rules");
    Optional<Read<Indexes>> indexes = read(DocumentIndex.FILE, Indexes::read);
    mistakes
        .read(
            () ->
                FunctionsFile.read(
                    ownOr("functions.yaml", files.module()).setting("functions.yaml")))
        .ifPresent(it -> FunctionsCheck.problems(it).forEach(this::add));
    residency.ifPresent(this::feasible);
    both(policies, page, (it, text) -> it.value().requireTexts(folder::text, it.file()));
    both(sentences, page, (it, text) -> PrivacyFiles.promises(it.file(), text));
    both(map, plans, (it, all) -> all.claims().requireListed(it));
    both(map, residency, (it, stores) -> new MapCheck(it).stores(stores.value()));
    both(map, residency, (it, stores) -> new MapCheck(it).ages(stores.value()));
    both(map, page, (it, text) -> new MapCheck(it).processors(text));
    map.ifPresent(it -> mistakes.check(() -> new MapCheck(it).triggers()));
    both(map, documents, (it, rules) -> RulesCheck.documents(rules, it));
    both(map, uploads, (it, rules) -> RulesCheck.uploads(rules, it, UploadService.UPLOADS));
    both(
        map,
        indexes,
        (it, all) -> IndexesCheck.check(all.value(), InfraFiles.recordIndexes(), all.file(), it));
  }

  /** Checks two parts against each other, when both could be read. */
  private <A, B> void both(Optional<A> one, Optional<B> other, BiConsumer<A, B> check) {
    one.ifPresent(a -> other.ifPresent(b -> mistakes.check(() -> check.accept(a, b))));
  }

  /** Reads a file of the product; empty, with the mistakes added, when it is invalid. */
  private <T> Optional<Read<T>> read(String name, Function<Setting, T> reader) {
    return mistakes.read(
        () -> {
          Setting file = folder.setting(name);
          return new Read<>(file, reader.apply(file));
        });
  }

  private Optional<List<RulesFile.Match>> rules(String name) {
    return mistakes
        .read(() -> folder.text(name))
        .flatMap(
            text -> {
              mistakes.check(() -> DeployedRules.requireBeginning(name, text));
              return mistakes.read(() -> RulesFile.read(name, text));
            });
  }

  /** The folder of the settings if it has the file, else the fallback. */
  private SettingsFolder ownOr(String name, Path fallback) {
    return Files.exists(files.settings().resolve(name)) ? folder : SettingsFolder.of(fallback);
  }

  private void feasible(Read<Residency> residency) {
    Setting stores = residency.file().get("stores");
    residency.value().verdicts().stream()
        .filter(each -> !each.feasible())
        .forEach(each -> mistakes.add(late(stores.get(each.store().name()), each)));
  }

  private static SettingsException late(Setting store, StoreFeasibility verdict) {
    return store.error("a removal from this store would miss its deadline; " + verdict.reason());
  }

  private void add(SettingsMistake mistake) {
    mistakes.add(new SettingsException(List.of(mistake)));
  }
}
