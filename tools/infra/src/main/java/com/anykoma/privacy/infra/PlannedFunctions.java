package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.infra.terraform.PlannedResource;
import com.anykoma.privacy.infra.terraform.TerraformPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the functions of a plan, of both generations, with their triggers and identities. */
final class PlannedFunctions {
  private static final Pattern ENTRY_POINT =
      Pattern.compile(Pattern.quote(DeployedFunction.class.getPackageName()) + "\\.(\\w+)Function");

  private static final String THE_PLAN = "the plan";

  static final String SECOND_GENERATION = "google_cloudfunctions2_function";
  private static final String FIRST_GENERATION = "google_cloudfunctions_function";

  /** The longest name of a Cloud Run service, as which a function of the 2nd generation runs. */
  private static final int MAX_NAME = 49;

  private static final String FIRESTORE = "google.cloud.firestore.document.v1.written";
  private static final String STORAGE = "google.cloud.storage.object.v1.finalized";
  private static final String PUBSUB = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final String ACCOUNT = "google.firebase.auth.user.v2.deleted";
  private static final String ACCOUNT_V1 = "providers/firebase.auth/eventTypes/user.delete";

  private static final String HASH_KEY = Environment.SUBJECT_HASH_KEY;

  private final TerraformPlan plan;
  private final DataMap map;
  private final List<String> problems = new ArrayList<>();
  private final List<DeclaredFunction> functions = new ArrayList<>();
  private final Set<String> patterns = new HashSet<>();

  private PlannedFunctions(TerraformPlan plan, DataMap map) {
    this.plan = plan;
    this.map = map;
  }

  /**
   * Returns the differences from {@link DeployedFunction}, one sentence each.
   *
   * @param map from which the paths of document triggers follow
   */
  static List<String> problems(TerraformPlan plan, DataMap map) {
    PlannedFunctions planned = new PlannedFunctions(plan, map);
    plan.of(SECOND_GENERATION).forEach(planned::addSecondGeneration);
    plan.of(FIRST_GENERATION).forEach(planned::addFirstGeneration);
    List<DeployedFunction> expected =
        Stream.of(DeployedFunction.values()).filter(planned::isExpected).toList();
    FunctionsCheck.problems(THE_PLAN, planned.functions, expected)
        .forEach(each -> planned.problems.add(each.toString()));
    expected.forEach(planned::requirePatterns);
    planned.requireOwnIdentities();
    planned.requireRealtime();
    return planned.problems;
  }

  /** Whether the map has a document whose writes run the function, if writes run it. */
  private boolean isExpected(DeployedFunction function) {
    return !(function.trigger() instanceof Trigger.DocumentWritten written)
        || !written.patterns(map).isEmpty();
  }

  private void requirePatterns(DeployedFunction function) {
    if (function.trigger() instanceof Trigger.DocumentWritten written) {
      for (PathPattern each : written.patterns(map)) {
        if (!patterns.contains(each.toString())) {
          problems.add("the plan lacks %s on %s".formatted(function.functionName(), each));
        }
      }
    }
  }

  /** Without the URL, no function starts with a data map that has nodes. */
  private void requireRealtime() {
    if (map.usesRealtime()
        && functions.stream().anyMatch(each -> !each.variables().contains(Environment.REALTIME))) {
      problems.add(
          "datamap.yaml has a location of kind realtime, but functions lack "
              + Environment.REALTIME
              + "; set the Terraform variable realtime_database_url");
    }
  }

  private void addSecondGeneration(PlannedResource resource) {
    PlannedResource service = resource.block("service_config");
    List<PlannedResource> events = resource.blocks("event_trigger");
    boolean isOpen = service.has("ingress_settings", "ALLOW_ALL");
    Optional<Trigger> trigger =
        events.isEmpty() ? Optional.of(new Trigger.Http()) : trigger(resource, events.get(0));
    if (isOpen != events.isEmpty()) {
      problems.add(
          resource.address() + " needs ingress ALLOW_ALL if its trigger is HTTP, else not");
    }
    resource
        .text("name")
        .filter(each -> each.length() > MAX_NAME)
        .ifPresent(each -> problems.add(resource.address() + " has a name that is too long"));
    add(resource, trigger, service);
  }

  private void addFirstGeneration(PlannedResource resource) {
    PlannedResource event = resource.block("event_trigger");
    Optional<Trigger> trigger =
        event.has("event_type", ACCOUNT_V1)
            ? Optional.of(new Trigger.AccountDeleted())
            : Optional.empty();
    add(resource, trigger, resource);
  }

  /** The name of the class without {@code Function}; empty if it is not of this project. */
  static Optional<String> functionName(PlannedResource resource) {
    Matcher named =
        ENTRY_POINT.matcher(
            resource
                .block("build_config")
                .text("entry_point")
                .or(() -> resource.text("entry_point"))
                .orElse(""));
    return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
  }

  private void add(PlannedResource resource, Optional<Trigger> trigger, PlannedResource service) {
    Optional<String> name = functionName(resource);
    if (name.isEmpty()) {
      problems.add(resource.address() + " has an entry point that is not a class of this project");
    } else if (trigger.isEmpty()) {
      problems.add(resource.address() + " has an event trigger that no class decodes");
    } else {
      requirePinnedKey(resource, service);
      functions.add(
          new DeclaredFunction(
              THE_PLAN, 0, name.orElseThrow(), trigger.orElseThrow(), variables(service)));
    }
  }

  /** With another version of this secret, functions would not find any stored record. */
  private void requirePinnedKey(PlannedResource resource, PlannedResource service) {
    boolean isUnpinned =
        service.blocks("secret_environment_variables").stream()
            .filter(each -> each.has("key", HASH_KEY))
            .anyMatch(each -> !each.text("version").orElse("").matches("[1-9][0-9]*"));
    if (isUnpinned) {
      problems.add(resource.address() + " must pin a version number of " + HASH_KEY);
    }
  }

  /** The names of a function's environment variables. */
  static Set<String> variables(PlannedResource service) {
    Set<String> variables = new HashSet<>(service.map("environment_variables").values().keySet());
    service
        .blocks("secret_environment_variables")
        .forEach(each -> each.text("key").ifPresent(variables::add));
    return variables;
  }

  private Optional<Trigger> trigger(PlannedResource function, PlannedResource event) {
    Map<String, String> filters = new HashMap<>();
    event
        .blocks("event_filters")
        .forEach(
            each -> filters.put(each.text("attribute").orElse(""), each.text("value").orElse("")));
    boolean isRedelivered = event.has("retry_policy", "RETRY_POLICY_RETRY");
    String type = event.text("event_type").orElse("");
    if (!isRedelivered && !type.equals(PUBSUB)) {
      problems.add(function.address() + " loses failed events: set RETRY_POLICY_RETRY");
    }
    return switch (type) {
      case FIRESTORE ->
          Optional.ofNullable(filters.get("document")).flatMap(it -> ofPattern(function, it));
      case STORAGE ->
          Optional.ofNullable(filters.get("bucket"))
              .map(it -> new Trigger.ObjectFinalized(PlannedResource.bucket(it)));
      case ACCOUNT -> {
        if (!event.has("trigger_region", "global")) {
          problems.add(function.address() + " gets no events: set trigger_region to global");
        }
        yield Optional.of(new Trigger.AccountDeleted());
      }
      case PUBSUB ->
          event.text("pubsub_topic").map(it -> ofTopic(PlannedResource.lastOf(it), isRedelivered));
      default -> Optional.empty();
    };
  }

  /** The trigger on documents of the role to which the data map gives this pattern. */
  private Optional<Trigger> ofPattern(PlannedResource function, String pattern) {
    if (!patterns.add(pattern)) {
      problems.add(function.address() + " is the second function on " + pattern);
    }
    return Stream.of(LocationRole.ACCOUNT, LocationRole.CONTENT)
        .map(Trigger.DocumentWritten::new)
        .filter(each -> each.patterns(map).stream().anyMatch(it -> it.toString().equals(pattern)))
        .map(Trigger.class::cast)
        .findFirst();
  }

  /** A topic with a schedule job makes its function a scheduled one. */
  private Trigger ofTopic(String topic, boolean isRedelivered) {
    for (PlannedResource job : plan.of("google_cloud_scheduler_job").toList()) {
      PlannedResource target = job.block("pubsub_target");
      if (PlannedResource.lastOf(target.text("topic_name").orElse("")).equals(topic)) {
        requireTask(job, target, topic);
        return new Trigger.Scheduled(topic, job.text("schedule").orElse(""), isRedelivered);
      }
    }
    return new Trigger.TaskPublished(topic, isRedelivered);
  }

  private void requireTask(PlannedResource job, PlannedResource target, String topic) {
    PlannedResource attributes = target.map("attributes");
    if (!attributes.has("taskTopic", topic) || attributes.text("taskId").isEmpty()) {
      problems.add(job.address() + " must publish a task of the topic " + topic);
    }
    if (!job.has("time_zone", "Etc/UTC")) {
      problems.add(job.address() + " must run in Etc/UTC");
    }
  }

  /** Each function has its own service account, on all its patterns (P17). */
  private void requireOwnIdentities() {
    Map<String, PlannedResource> owners = new HashMap<>();
    for (PlannedResource each :
        plan.resources().stream().filter(it -> it.type().contains("cloudfunctions")).toList()) {
      String identity =
          each.block("service_config")
              .text("service_account_email")
              .or(() -> each.text("service_account_email"))
              .orElse("");
      PlannedResource other = owners.put(identity, each);
      if (identity.isEmpty()) {
        problems.add(each.address() + " has no service account of its own in the plan");
      } else if (other != null && !functionName(other).equals(functionName(each))) {
        problems.add(each.address() + " uses the same service account as " + other.address());
      }
    }
  }
}
