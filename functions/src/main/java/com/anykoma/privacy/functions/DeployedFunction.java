package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.UploadService;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every function that is deployed, with its entry point and its trigger. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings, unmodifiable sets
public enum DeployedFunction {
  STRIPE_WEBHOOK(
      StripeWebhookFunction.class,
      new Trigger.Http(),
      VariableGroup.STRIPE_EVENTS,
      VariableGroup.STRIPE_API),
  ACCOUNT_WRITTEN(AccountWrittenFunction.class, new Trigger.DocumentWritten("users/{uid}")),
  CONTENT_WRITTEN(
      ContentWrittenFunction.class,
      new Trigger.DocumentWritten("users/{uid}/{collection}/{id}"),
      VariableGroup.KEYS,
      VariableGroup.KEK),
  BLOB_UPLOADED(
      BlobUploadedFunction.class,
      new Trigger.ObjectFinalized(UploadService.UPLOADS),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  USER_DELETED(UserDeletedFunction.class, new Trigger.AccountDeleted()),
  ERASE_ACCOUNT(EraseAccountFunction.class, new Trigger.Http()),
  CONTENT(
      ContentFunction.class,
      new Trigger.Http(),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  EVIDENCE(EvidenceFunction.class, new Trigger.Http(), VariableGroup.BLOBS),
  WITHDRAW(WithdrawFunction.class, new Trigger.TaskPublished(Topic.WITHDRAW)),
  CLAIMS(ClaimsFunction.class, new Trigger.TaskPublished(Topic.CLAIMS)),
  REDRIVE(
      RedriveFunction.class, new Trigger.TaskPublished(Topic.REDRIVE), VariableGroup.STRIPE_API),
  REWRAP(
      RewrapFunction.class,
      new Trigger.TaskPublished(Topic.REWRAP),
      VariableGroup.KEYS,
      VariableGroup.KEK),
  PURGE(PurgeFunction.class, new Trigger.TaskPublished(Topic.PURGE, false), VariableGroup.BLOBS),
  ERASE(
      EraseFunction.class,
      new Trigger.TaskPublished(Topic.ERASE, false),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.KEYS),
  LATE_WRITE(
      LateWriteFunction.class,
      new Trigger.TaskPublished(Topic.LATE_WRITE),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.KEYS),
  CERTIFY(
      CertifyFunction.class,
      new Trigger.TaskPublished(Topic.CERTIFY, false),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.SIGNING),
  HOLD(
      HoldFunction.class,
      new Trigger.TaskPublished(Topic.HOLD, false),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  CONFIRM(ConfirmFunction.class, new Trigger.TaskPublished(Topic.CONFIRM)),
  REPLAY_TOMBSTONES(
      ReplayTombstonesFunction.class,
      new Trigger.TaskPublished(Topic.REPLAY_TOMBSTONES),
      VariableGroup.KEYS),
  RECONCILE(
      ReconcileFunction.class,
      new Trigger.Scheduled(Topic.RECONCILE, "0 3 * * *"),
      VariableGroup.STRIPE_API),
  REPAIR(
      RepairFunction.class,
      new Trigger.Scheduled(Topic.REPAIR, "0 1 * * *"),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  SWEEP(
      SweepFunction.class,
      new Trigger.Scheduled(Topic.SWEEP, "*/5 * * * *", false),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  CHECKPOINT_AUDIT(
      CheckpointAuditFunction.class,
      new Trigger.Scheduled(Topic.CHECKPOINT_AUDIT, "15 * * * *"),
      VariableGroup.BLOBS,
      VariableGroup.SIGNING),
  ATTEST(
      AttestFunction.class,
      new Trigger.Scheduled(Topic.ATTEST, "0 4 * * *"),
      VariableGroup.BLOBS,
      VariableGroup.KEYS);

  private final Class<?> entryPoint;
  private final Trigger trigger;
  private final Set<VariableGroup> variableGroups;

  DeployedFunction(Class<?> entryPoint, Trigger trigger, VariableGroup... variableGroups) {
    this.entryPoint = entryPoint;
    this.trigger = trigger;
    this.variableGroups = Set.of(variableGroups);
  }

  /** The function of an entry point. */
  static DeployedFunction of(Class<?> entryPoint) {
    return Arrays.stream(values())
        .filter(each -> each.entryPoint.equals(entryPoint))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(entryPoint + " is not deployed"));
  }

  /**
   * The function on a wiring instead of its environment, for hosts of many functions: an {@code
   * HttpFunction} where its trigger is HTTP, else a {@code CloudEventsFunction}.
   */
  public Object on(Wiring wiring) {
    try {
      return entryPoint.getDeclaredConstructor(Wiring.class).newInstance(wiring);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException refusal
          ? refusal
          : new IllegalStateException(entryPoint + " cannot be constructed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(entryPoint + " has no constructor of a wiring", e);
    }
  }

  /** What makes each function run, by its name. */
  public static Map<String, Trigger> triggers() {
    return Arrays.stream(values())
        .collect(Collectors.toMap(DeployedFunction::functionName, DeployedFunction::trigger));
  }

  /** The name that it is deployed under: the entry point's, without {@code Function}. */
  public String functionName() {
    return entryPoint.getSimpleName().replaceFirst("Function$", "");
  }

  public Class<?> entryPoint() {
    return entryPoint;
  }

  public Trigger trigger() {
    return trigger;
  }

  /** What must be in its environment besides what every function needs. */
  public Set<VariableGroup> variableGroups() {
    return variableGroups;
  }
}
