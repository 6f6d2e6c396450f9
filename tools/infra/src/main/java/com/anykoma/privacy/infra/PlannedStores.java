package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import com.anykoma.privacy.retention.residency.IsoDuration;
import com.anykoma.privacy.retention.residency.RecoverySetting;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.anykoma.privacy.retention.residency.StoreResidency;
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

  /** Stores without personal data, which {@code residency.yaml} does not list. */
  private static final List<String> WITHOUT_PERSONAL_DATA =
      List.of("bucket/code", "key/signing", "key/storage");

  /** The resource types that store no personal data. Other types fail the check. */
  private static final Set<String> STATELESS_TYPES =
      Set.of(
          "google_cloud_run_service_iam_member",
          "google_cloud_scheduler_job",
          "google_cloudfunctions2_function",
          "google_cloudfunctions_function",
          "google_firebaserules_release",
          "google_firebaserules_ruleset",
          "google_firestore_field",
          "google_firestore_index",
          "google_kms_crypto_key_iam_member",
          "google_kms_key_ring",
          "google_logging_metric",
          "google_logging_project_exclusion",
          "google_logging_project_sink",
          "google_monitoring_alert_policy",
          "google_monitoring_dashboard",
          "google_monitoring_notification_channel",
          "google_privileged_access_manager_entitlement",
          "google_project_iam_audit_config",
          "google_project_iam_custom_role",
          "google_project_iam_member",
          "google_project_service",
          "google_pubsub_topic_iam_member",
          "google_secret_manager_secret",
          "google_secret_manager_secret_iam_member",
          "google_service_account",
          "google_storage_bucket_iam_member",
          "google_storage_bucket_object");

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
                  + " has an unknown type: add it to STATELESS_TYPES of "
                  + PlannedStores.class.getSimpleName()
                  + " if it stores no personal data, else to residency.yaml");
        }
      }
    }
  }

  private void bucket(PlannedResource resource) {
    String name = PlannedResource.bucket(resource.text("name").orElse(""));
    Duration softDelete =
        resource.blocks("soft_delete_policy").stream()
            .findFirst()
            .map(it -> PlannedResource.number(it, "retention_duration_seconds"))
            .filter(it -> it.isPresent())
            .map(it -> Duration.ofSeconds(it.getAsLong()))
            .orElse(SOFT_DELETE_BY_DEFAULT);
    boolean versions =
        PlannedResource.text(resource.block("versioning"), "enabled")
            .filter("true"::equals)
            .isPresent();
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
        .filter(
            each ->
                PlannedResource.text(PlannedResource.block(each, "action"), "type")
                    .orElse("")
                    .equals("Delete"))
        .map(
            each ->
                PlannedResource.number(
                    PlannedResource.block(each, "condition"), "days_since_noncurrent_time"))
        .filter(each -> each.isPresent() && each.getAsLong() > 0)
        .map(each -> Duration.ofDays(each.getAsLong() + 1))
        .min(Duration::compareTo)
        .orElse(UNLIMITED);
  }

  private void logs(PlannedResource resource) {
    String id = resource.text("bucket_id").orElse("");
    retains(
        resource,
        LOG_BUCKETS.getOrDefault(id, id),
        RecoverySetting.RETENTION,
        PlannedResource.number(resource.values(), "retention_days").stream()
            .mapToObj(Duration::ofDays)
            .findFirst()
            .orElse(LOGS_BY_DEFAULT));
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
    List<String> created =
        List.of(
            "uploads",
            "content",
            "evidence",
            "releases",
            "exports",
            "main",
            "keys",
            "kek",
            "deadLetters",
            "logs",
            "requestLogs",
            "accessLogs");
    created.stream()
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
