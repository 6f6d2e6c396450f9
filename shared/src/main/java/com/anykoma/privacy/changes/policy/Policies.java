package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All versions of the privacy page, read from {@code policies.yaml} (P1, P36). */
public final class Policies {
  private final List<Policy> oldestFirst;
  private final String controller;

  /**
   * The versions, in any order.
   *
   * @param controller name and address of the data controller
   */
  public Policies(String controller, List<Policy> policies) {
    this.controller = Objects.requireNonNull(controller);
    oldestFirst = new ArrayList<>(policies);
    oldestFirst.sort(Comparator.comparing(Policy::effectiveFrom));
  }

  /**
   * Reads {@code controller: TEXT, policies: [{version, effectiveFrom, grantsImprovement,
   * sha256}]}, the versions in order.
   */
  public static Policies read(Setting file) {
    Setting listed = file.allowKeys("controller", "policies").get("policies");
    List<Policy> policies = listed.readEach(Policies::policy);
    if (policies.isEmpty()) {
      throw listed.error("no version is listed; add the version of page.md");
    }
    SettingsMistakes mistakes = new SettingsMistakes();
    List<Setting> at = listed.list();
    for (int i = 1; i < policies.size(); i++) {
      Setting setting = at.get(i);
      Policy policy = policies.get(i);
      Policy before = policies.get(i - 1);
      mistakes.check(() -> requireLater(setting, policy, before));
    }
    mistakes.throwIfAny();
    return new Policies(file.get("controller").string(), policies);
  }

  /**
   * Checks that each version has its text: same SHA-256, same date.
   *
   * @param texts the text of a file by its name, which {@link #textFile} gives
   * @param file the file of the versions
   * @throws com.anykoma.privacy.yaml.SettingsException if a text is missing, or its hash or date
   *     differs
   */
  public void requireTexts(UnaryOperator<String> texts, Setting file) {
    SettingsMistakes mistakes = new SettingsMistakes();
    Iterator<Setting> at = file.get("policies").list().iterator();
    for (Policy each : oldestFirst) {
      Setting setting = at.next();
      String name = textFile(each);
      mistakes.check(() -> new PrivacyPage(name, texts.apply(name)).requireVersion(each, setting));
    }
    mistakes.throwIfAny();
  }

  /** The file of a version's text: {@code page.md} of the newest, {@code archive/VERSION.md}. */
  public String textFile(Policy version) {
    return version.equals(oldestFirst.get(oldestFirst.size() - 1))
        ? PrivacyPage.FILE
        : "archive/" + version.version() + ".md";
  }

  private static Policy policy(Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(
        () -> setting.allowKeys("version", "effectiveFrom", "grantsImprovement", "sha256"));
    Optional<LocalDate> version = mistakes.read(() -> setting.get("version").date());
    Optional<Instant> from = mistakes.read(() -> setting.get("effectiveFrom").instant());
    Optional<Boolean> grants = mistakes.read(() -> setting.get("grantsImprovement").flag());
    Optional<String> sha256 = mistakes.read(() -> sha256(setting.get("sha256")));
    mistakes.throwIfAny();
    Policy policy =
        new Policy(
            version.orElseThrow().toString(),
            from.orElseThrow(),
            grants.orElseThrow(),
            sha256.orElseThrow());
    if (policy.effectiveFrom().isBefore(published(policy))) {
      throw setting
          .get("effectiveFrom")
          .error(
              "a version cannot take effect before its publication: use %s or later"
                  .formatted(published(policy)));
    }
    return policy;
  }

  private static Instant published(Policy policy) {
    return LocalDate.parse(policy.version()).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String sha256(Setting setting) {
    return setting.checked(() -> Policy.requireSha256(setting.string()));
  }

  private static void requireLater(Setting setting, Policy policy, Policy before) {
    if (policy.version().compareTo(before.version()) <= 0) {
      throw setting
          .get("version")
          .error(
              "a version must be later than the previous one, %s; sort the list"
                  .formatted(before.version()));
    }
    if (!policy.effectiveFrom().isAfter(before.effectiveFrom())) {
      throw setting
          .get("effectiveFrom")
          .error(
              "a version must take effect after the previous one, %s; sort the list"
                  .formatted(before.effectiveFrom()));
    }
  }

  /** Returns name and address of the data controller, the party that the page speaks for. */
  public String controller() {
    return controller;
  }

  /** Returns the version in force at a time; empty before the first. */
  public Optional<Policy> inForceAt(Instant time) {
    return oldestFirst.stream()
        .filter(policy -> !time.isBefore(policy.effectiveFrom()))
        .reduce((older, newer) -> newer);
  }

  /** Whether the version in force at a time permits improvement use of free content. */
  public boolean isImprovementGrantedAt(Instant time) {
    return inForceAt(time).filter(Policy::grantsImprovement).isPresent();
  }

  /** Returns the version with this date. */
  public Optional<Policy> version(String version) {
    return oldestFirst.stream().filter(policy -> policy.version().equals(version)).findFirst();
  }

  /** Returns all versions, the oldest first. */
  public List<Policy> all() {
    return List.copyOf(oldestFirst);
  }
}
