package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.retention.residency.IsoDuration;
import com.anykoma.privacy.retention.residency.RecoverySetting;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares how long the stores of a plan retain deleted data with {@code residency.yaml}: no store
 * may retain it longer, and every removal must be complete by its deadline (P20, P21).
 */
final class PlannedStores {
  /** How long Firestore keeps old versions with point-in-time recovery on and off. */
  private static final Duration RECOVERY = Duration.ofDays(7);

  private static final Duration WITHOUT_RECOVERY = Duration.ofHours(1);

  /** The defaults of Cloud Storage, KMS, Logging and Pub/Sub. */
  private static final Duration SOFT_DELETE_BY_DEFAULT = Duration.ofDays(7);

  private static final Duration KEY_DESTRUCTION_BY_DEFAULT = Duration.ofDays(30);
  private static final Duration LOGS_BY_DEFAULT = Duration.ofDays(30);
  private static final Duration MESSAGES_BY_DEFAULT = Duration.ofDays(7);

  /** Stands for unlimited retention; longer than any promise. */
  private static final Duration UNLIMITED = Duration.ofDays(3_660);

  private static final Pattern SECONDS = Pattern.compile("([0-9]+)(\\.[0-9]+)?s");

  /** The tables of {@code planned-stores.yaml}, which describes them. */
  private static final Setting TABLES = InfraFiles.resource("planned-stores.yaml");

  private static final Set<String> STATELESS_TYPES = Set.copyOf(TABLES.get("stateless").strings());
  private static final List<String> WITHOUT_PERSONAL_DATA =
      TABLES.get("withoutPersonalData").strings();
  private static final Map<String, String> LOG_BUCKETS =
      Map.of("_Default", "logs", "privacy-requests", "requestLogs", "privacy-access", "accessLogs");

  private final TerraformPlan plan;
  private final Residency residency;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<RecoverySetting, Duration>> planned = new LinkedHashMap<>();

  private PlannedStores(TerraformPlan plan, Residency residency) {
    this.plan = plan;
    this.residency = residency;
  }

  /** Returns too long retention, undeclared and missing stores, one sentence each. */
  static List<String> problems(TerraformPlan plan, Residency residency) {
    PlannedStores stores = new PlannedStores(plan, residency);
    plan.resources().forEach(stores::add);
    stores.requireAll();
    stores.solve();
    return stores.problems;
  }

  private void add(PlannedResource resource) {
    switch (resource.type()) {
      case "google_storage_bucket" -> bucket(resource);
      case "google_firestore_database" ->
          retains(
              resource,
              plan.database(resource.text("name").orElse("")),
              RecoverySetting.RECOVERY,
              resource.text("point_in_time_recovery_enablement").orElse("").endsWith("_DISABLED")
                  ? WITHOUT_RECOVERY
                  : RECOVERY);
      case "google_firestore_backup_schedule" ->
          retains(
              resource,
              plan.database(resource.text("database").orElse("")),
              RecoverySetting.BACKUPS,
              time(resource, "retention").orElse(UNLIMITED));
      case "google_kms_crypto_key" ->
          retains(
              resource,
              "key/" + resource.text("name").orElse(""),
              RecoverySetting.KEY_DESTRUCTION,
              time(resource, "destroy_scheduled_duration").orElse(KEY_DESTRUCTION_BY_DEFAULT));
      case "google_logging_project_bucket_config" -> logs(resource);
      case "google_pubsub_topic" ->
          time(resource, "message_retention_duration")
              .ifPresent(it -> retains(resource, "tasks", RecoverySetting.RETENTION, it));
      case "google_pubsub_subscription" ->
          retains(
              resource,
              "deadLetters",
              RecoverySetting.RETENTION,
              time(resource, "message_retention_duration").orElse(MESSAGES_BY_DEFAULT));
      default -> {
        if (!STATELESS_TYPES.contains(resource.type())) {
          problems.add(
              resource.address()
                  + " has an unknown type: add it to planned-stores.yaml if it stores no personal data, else to residency.yaml");
        }
      }
    }
  }

  private void bucket(PlannedResource resource) {
    String name = PlannedResource.bucket(resource.text("name").orElse(""));
    Duration softDelete =
        resource.blocks("soft_delete_policy").stream()
            .findFirst()
            .flatMap(it -> it.number("retention_duration_seconds"))
            .map(Duration::ofSeconds)
            .orElse(SOFT_DELETE_BY_DEFAULT);
    boolean versions = resource.block("versioning").has("enabled", "true");
    retains(resource, "bucket/" + name, RecoverySetting.SOFT_DELETE, softDelete);
    retains(
        resource,
        "bucket/" + name,
        RecoverySetting.VERSIONS,
        versions ? endOfVersions(resource) : Duration.ZERO);
  }

  /** A noncurrent version remains until a lifecycle rule deletes it; rules run about daily. */
  private static Duration endOfVersions(PlannedResource bucket) {
    return bucket.blocks("lifecycle_rule").stream()
        .filter(each -> each.block("action").has("type", "Delete"))
        .flatMap(each -> each.block("condition").number("days_since_noncurrent_time").stream())
        .filter(days -> days > 0)
        .map(days -> Duration.ofDays(days + 1))
        .min(Duration::compareTo)
        .orElse(UNLIMITED);
  }

  private void logs(PlannedResource resource) {
    String id = resource.text("bucket_id").orElse("");
    retains(
        resource,
        LOG_BUCKETS.getOrDefault(id, id),
        RecoverySetting.RETENTION,
        resource.number("retention_days").map(Duration::ofDays).orElse(LOGS_BY_DEFAULT));
  }

  private Optional<Duration> time(PlannedResource resource, String name) {
    return resource
        .text(name)
        .map(
            text -> {
              Matcher seconds = SECONDS.matcher(text);
              if (seconds.matches()) {
                return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
              }
              problems.add(resource.address() + ": " + name + " is not a time like 604800s");
              return UNLIMITED;
            });
  }

  /** Records a setting of a store, and adds a problem if {@code residency.yaml} allows less. */
  private void retains(
      PlannedResource resource, String named, RecoverySetting setting, Duration retention) {
    if (WITHOUT_PERSONAL_DATA.contains(named)) {
      return;
    }
    String store = named.replaceFirst("^(bucket|key)/", "");
    Optional<StoreResidency> declared =
        residency.stores().stream().filter(each -> each.name().equals(store)).findFirst();
    if (declared.isEmpty()) {
      problems.add(resource.address() + " stores data, but residency.yaml has no store " + store);
      return;
    }
    Duration expected = declared.orElseThrow().of(setting);
    if (retention.compareTo(expected) > 0) {
      problems.add(
          "%s keeps %s for %s; residency.yaml allows for %s, %s: %s"
              .formatted(
                  resource.address(),
                  declared.orElseThrow().what(),
                  IsoDuration.text(retention),
                  store,
                  setting.key(),
                  IsoDuration.text(expected)));
    }
    planned
        .computeIfAbsent(store, it -> new EnumMap<>(RecoverySetting.class))
        .merge(setting, retention, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** Each store of {@code residency.yaml} that Terraform creates is in the plan. */
  private void requireAll() {
    TABLES.get("created").strings().stream()
        .filter(each -> !planned.containsKey(each))
        .forEach(each -> problems.add("the plan lacks the store " + each + " of residency.yaml"));
    for (String each : List.of("main", "keys")) {
      if (planned.containsKey(each) && !planned.get(each).containsKey(RecoverySetting.RECOVERY)) {
        problems.add("the plan has backups of the database " + each + " but not the database");
      }
    }
  }

  /** Solves the residency with the plan's settings. */
  private void solve() {
    List<StoreResidency> stores = residency.stores().stream().map(this::asPlanned).toList();
    new Residency(residency.restorable(), residency.slack(), stores)
        .verdicts().stream()
            .filter(each -> !each.feasible())
            .map(PlannedStores::sentence)
            .forEach(problems::add);
  }

  private StoreResidency asPlanned(StoreResidency store) {
    Map<RecoverySetting, Duration> residues = new EnumMap<>(RecoverySetting.class);
    residues.putAll(store.residues());
    residues.putAll(planned.getOrDefault(store.name(), Map.of()));
    return new StoreResidency(
        store.name(), store.what(), residues, store.disclosed(), store.source(), store.checked());
  }

  private static String sentence(StoreFeasibility verdict) {
    return "with this plan, %s keeps its last copy for %s, so a removal would be late: %s"
        .formatted(verdict.store().name(), IsoDuration.text(verdict.window()), verdict.reason());
  }
}
