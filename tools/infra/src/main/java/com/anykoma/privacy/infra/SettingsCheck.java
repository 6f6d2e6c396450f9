package com.anykoma.privacy.infra;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.infra.SettingsFolder.Read;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the settings files with the readers of the functions and checks them against each other:
 * data map, plans and their claims, policies and page, circuit breaker limits, residency,
 * processors, security rules, indexes and triggers.
 */
public final class SettingsCheck {
  private final SettingsMistakes mistakes = new SettingsMistakes();
  private final SettingsFolder files;

  private SettingsCheck(Path folder, InfraFiles project) {
    this.files = new SettingsFolder(folder, project, mistakes);
  }

  /**
   * Returns all mistakes, none when the files are valid.
   *
   * @param folder of the settings; empty for the project's own. Rules, indexes and triggers that
   *     the folder lacks are read from the project
   */
  public static List<SettingsMistake> mistakes(Optional<Path> folder, InfraFiles project) {
    SettingsCheck check = new SettingsCheck(folder.orElseGet(project::settings), project);
    check.run();
    return check.mistakes.all();
  }

  private void run() {
    Optional<Read<PlanCatalog>> plans = files.settings("plans.yaml", PlanCatalog::read);
    files.settings("breaker.yaml", CircuitBreakerLimits::read);
    Optional<Read<Policies>> policies = files.settings("policies.yaml", Policies::read);
    Optional<String> page = files.text("page.md");
    policies.ifPresent(
        it ->
            page.ifPresent(text -> mistakes.check(() -> it.value().requirePage(text, it.file()))));
    Optional<Read<Residency>> residency = files.settings("residency.yaml", Residency::read);
    residency.ifPresent(this::feasible);
    Optional<Read<List<DeclaredFunction>>> functions =
        files.deployed("functions.yaml", files.project().module(), FunctionsFile::read);
    functions.ifPresent(
        it -> FunctionsCheck.problems("functions.yaml", it.value()).forEach(this::add));
    Optional<Read<DataMap>> map = files.settings("datamap.yaml", DataMap::read);
    map.ifPresent(
        it -> {
          mistakes.check(() -> it.value().requireComplete(it.file()));
          Setting locations = it.file().get("locations");
          plans.ifPresent(
              all ->
                  mistakes.check(() -> all.value().claims().requireListed(it.value(), locations)));
          MapCheck check = new MapCheck(it.value(), locations);
          residency.ifPresent(stores -> mistakes.check(() -> check.stores(stores.value())));
          page.ifPresent(text -> mistakes.check(() -> check.processors(text)));
          functions.ifPresent(
              all -> {
                mistakes.check(() -> check.triggers(all.value()));
                FunctionsCheck.uncovered(it.value(), it.file(), all.value()).forEach(this::add);
              });
        });
    rules(map);
    indexes(map);
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

  private void rules(Optional<Read<DataMap>> map) {
    Optional<List<RulesFile.Match>> documents = files.rules("firestore.rules");
    Optional<List<RulesFile.Match>> uploads = files.rules("storage.rules");
    map.ifPresent(
        it -> {
          Setting locations = it.file().get("locations");
          documents.ifPresent(
              all -> mistakes.check(() -> RulesCheck.documents(all, it.value(), locations)));
          uploads.ifPresent(
              all ->
                  mistakes.check(
                      () -> RulesCheck.uploads(all, it.value(), locations, UploadService.UPLOADS)));
        });
  }

  private void indexes(Optional<Read<DataMap>> map) {
    files
        .deployed("firestore.indexes.json", files.project().terraformFolder(), Indexes::read)
        .ifPresent(
            indexes ->
                map.ifPresent(
                    it ->
                        mistakes.check(
                            () ->
                                IndexesCheck.check(
                                    indexes.value(),
                                    indexes.file(),
                                    it.value(),
                                    it.file().get("locations")))));
  }

  private void add(SettingsMistake mistake) {
    mistakes.add(new SettingsException(List.of(mistake)));
  }
}
