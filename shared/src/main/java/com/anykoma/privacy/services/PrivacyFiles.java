package com.anykoma.privacy.services;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.google.common.base.Suppliers;
import java.util.function.Supplier;

/**
 * The settings in {@code resources/privacy} that services use. A mistake in the data map, the plans
 * or the policies fails the start of every function. The other files are read on first use.
 */
public final class PrivacyFiles {
  private final DataMap dataMap;
  private final Supplier<String> dataMapHash;
  private final PlanCatalog plans;
  private final Policies policies;
  private final Supplier<Residency> residency;
  private final Supplier<CircuitBreakerLimits> limits;

  private PrivacyFiles(
      DataMap dataMap,
      Supplier<String> dataMapHash,
      PlanCatalog plans,
      Policies policies,
      Supplier<Residency> residency,
      Supplier<CircuitBreakerLimits> limits) {
    this.dataMap = dataMap;
    this.dataMapHash = dataMapHash;
    this.plans = plans;
    this.policies = policies;
    this.residency = residency;
    this.limits = limits;
  }

  /**
   * Reads the files on the class path.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException if a file is invalid
   */
  public static PrivacyFiles shipped() {
    return new PrivacyFiles(
        DataMap.shipped(),
        DataMap::shippedHash,
        PlanCatalog.shipped(),
        Policies.shipped(),
        Suppliers.memoize(Residency::shipped),
        Suppliers.memoize(CircuitBreakerLimits::shipped));
  }

  /**
   * Returns a copy with another data map.
   *
   * @param hash SHA-256 of the map's file, in hexadecimal
   */
  public PrivacyFiles with(DataMap other, String hash) {
    return new PrivacyFiles(other, () -> hash, plans, policies, residency, limits);
  }

  /** Returns a copy with another plan catalog. */
  public PrivacyFiles with(PlanCatalog other) {
    return new PrivacyFiles(dataMap, dataMapHash, other, policies, residency, limits);
  }

  /** Returns a copy with other residency times. */
  public PrivacyFiles with(Residency other) {
    return new PrivacyFiles(dataMap, dataMapHash, plans, policies, () -> other, limits);
  }

  /** Returns a copy with other circuit breaker limits. */
  public PrivacyFiles with(CircuitBreakerLimits other) {
    return new PrivacyFiles(dataMap, dataMapHash, plans, policies, residency, () -> other);
  }

  public DataMap dataMap() {
    return dataMap;
  }

  String dataMapHash() {
    return dataMapHash.get();
  }

  public PlanCatalog plans() {
    return plans;
  }

  public Policies policies() {
    return policies;
  }

  Residency residency() {
    return residency.get();
  }

  CircuitBreakerLimits limits() {
    return limits.get();
  }
}
