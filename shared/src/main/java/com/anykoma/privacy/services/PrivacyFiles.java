package com.anykoma.privacy.services;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.improvement.statistics.StatisticsSettings;
import com.anykoma.privacy.processors.register.Processors;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.rights.cases.CaseSettings;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsFolder;
import com.anykoma.privacy.yaml.SettingsMistakes;
import com.google.common.base.Suppliers;
import com.google.common.primitives.Bytes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings of a product: its data map with the records of this software, its plans, the
 * versions of its privacy page and their promises, residency, circuit breaker limits and
 * statistics. A mistake in the data map, the plans or the policies fails the start of every
 * function. The other files are read on first use.
 */
public final class PrivacyFiles {
  /** The files of this software, which are the same for every product. */
  private static final SettingsFolder OWN = SettingsFolder.packaged();

  private static final String DATA_MAP = "datamap.yaml";
  private static final String RECORDS = "records.yaml";

  private final SettingsFolder folder;
  private final DataMap dataMap;
  private final Supplier<String> dataMapHash;
  private final PlanCatalog plans;
  private final Policies policies;
  private final Supplier<Residency> residency;
  private final Supplier<CircuitBreakerLimits> limits;
  private final Supplier<StatisticsSettings> statistics;
  private final Supplier<PromiseRegister> promises;

  private PrivacyFiles(
      SettingsFolder folder,
      DataMap dataMap,
      Supplier<String> dataMapHash,
      PlanCatalog plans,
      Policies policies,
      Supplier<Residency> residency,
      Supplier<CircuitBreakerLimits> limits,
      Supplier<StatisticsSettings> statistics) {
    this.folder = folder;
    this.dataMap = dataMap;
    this.dataMapHash = dataMapHash;
    this.plans = plans;
    this.policies = policies;
    this.residency = residency;
    this.limits = limits;
    this.statistics = statistics;
    this.promises =
        Suppliers.memoize(() -> promises(folder.setting("sentences.yaml"), folder.text("page.md")));
  }

  /** Reads the product that packaging put into the jar. */
  public static PrivacyFiles packaged() {
    return in(SettingsFolder.packaged());
  }

  /** Reads the product of a folder. */
  public static PrivacyFiles in(Path folder) {
    return in(SettingsFolder.of(folder));
  }

  private static PrivacyFiles in(SettingsFolder folder) {
    SettingsMistakes mistakes = new SettingsMistakes();
    Optional<DataMap> dataMap = mistakes.read(() -> dataMap(folder.setting(DATA_MAP)));
    Optional<PlanCatalog> plans =
        mistakes.read(() -> PlanCatalog.read(folder.setting("plans.yaml")));
    Optional<Policies> policies =
        mistakes.read(() -> policies(folder, folder.setting("policies.yaml")));
    mistakes.throwIfAny();
    plans.orElseThrow().claims().requireListed(dataMap.orElseThrow());
    return new PrivacyFiles(
        folder,
        dataMap.orElseThrow(),
        () -> Sha256.hex(Bytes.concat(folder.bytes(DATA_MAP), OWN.bytes(RECORDS))),
        plans.orElseThrow(),
        policies.orElseThrow(),
        Suppliers.memoize(() -> Residency.read(folder.setting("residency.yaml"))),
        Suppliers.memoize(() -> CircuitBreakerLimits.read(folder.setting("breaker.yaml"))),
        statistics(folder, dataMap.orElseThrow()));
  }

  private static Supplier<StatisticsSettings> statistics(SettingsFolder folder, DataMap dataMap) {
    return Suppliers.memoize(
        () -> StatisticsSettings.read(folder.setting("statistics.yaml"), dataMap));
  }

  /** Reads a product's data map and adds the records of this software. */
  public static DataMap dataMap(Setting file) {
    return DataMap.read(file, OWN.setting(RECORDS));
  }

  private static Policies policies(SettingsFolder folder, Setting file) {
    Policies policies = Policies.read(file);
    policies.requireTexts(folder::text, file);
    return policies;
  }

  /**
   * Reads the register of promises with the sentences of a product's page.
   *
   * @param sentences the product's {@code sentences.yaml}
   * @param page the text of its {@code page.md}
   * @throws com.anykoma.privacy.yaml.SettingsException if a sentence is not mapped or its hash is
   *     stale
   */
  public static PromiseRegister promises(Setting sentences, String page) {
    return PromiseRegister.read(OWN.setting("promises.yaml"), sentences, page);
  }

  /** Returns a copy with another data map and {@link #dataMapHash()}. */
  public PrivacyFiles with(DataMap other, String hash) {
    return new PrivacyFiles(
        folder, other, () -> hash, plans, policies, residency, limits, statistics(folder, other));
  }

  /** Returns a copy with another plan catalog. */
  public PrivacyFiles with(PlanCatalog other) {
    return new PrivacyFiles(
        folder, dataMap, dataMapHash, other, policies, residency, limits, statistics);
  }

  /** Returns a copy with other residency times. */
  public PrivacyFiles with(Residency other) {
    return new PrivacyFiles(
        folder, dataMap, dataMapHash, plans, policies, () -> other, limits, statistics);
  }

  /** Returns a copy with other circuit breaker limits. */
  public PrivacyFiles with(CircuitBreakerLimits other) {
    return new PrivacyFiles(
        folder, dataMap, dataMapHash, plans, policies, residency, () -> other, statistics);
  }

  /** Returns a copy with other statistics. */
  public PrivacyFiles with(StatisticsSettings other) {
    return new PrivacyFiles(
        folder, dataMap, dataMapHash, plans, policies, residency, limits, () -> other);
  }

  /** Returns the folder of the product's files. */
  public SettingsFolder folder() {
    return folder;
  }

  public DataMap dataMap() {
    return dataMap;
  }

  /**
   * Returns the SHA-256 of {@code datamap.yaml} followed by {@code records.yaml}, in hexadecimal.
   */
  String dataMapHash() {
    return dataMapHash.get();
  }

  public PlanCatalog plans() {
    return plans;
  }

  public Policies policies() {
    return policies;
  }

  /** The text of a version of the privacy page, whose SHA-256 was compared at the start. */
  public Optional<String> pageText(String version) {
    return policies.version(version).map(it -> folder.text(policies.textFile(it)));
  }

  public Residency residency() {
    return residency.get();
  }

  public CircuitBreakerLimits limits() {
    return limits.get();
  }

  public StatisticsSettings statistics() {
    return statistics.get();
  }

  /** Reads the register of processors. */
  public Processors processors() {
    return Processors.read(folder.setting("processors.yaml"));
  }

  /** Reads the live settings on which promises depend. */
  Setting expectedSettings() {
    return OWN.setting("settings.yaml");
  }

  /** Reads the legal clock and the letters about cases. */
  public CaseSettings cases() {
    return CaseSettings.read(folder.setting("letters.yaml"));
  }

  /** The register of promises with the sentences of the product's page, read once. */
  public PromiseRegister promises() {
    return promises.get();
  }
}
