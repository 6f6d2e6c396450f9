package com.anykoma.privacy.functions;

import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.UploadService;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Set;

/** All deployed functions, each with its entry point, trigger and variable groups. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings, unmodifiable sets
public enum DeployedFunction {
  STRIPE_WEBHOOK(
      StripeWebhookFunction.class,
      new Trigger.Http(),
      VariableGroup.STRIPE_EVENTS,
      VariableGroup.STRIPE_API),
  ACCOUNT_WRITTEN(AccountWrittenFunction.class, new Trigger.DocumentWritten(LocationRole.ACCOUNT)),
  CONTENT_WRITTEN(
      ContentWrittenFunction.class,
      new Trigger.DocumentWritten(LocationRole.CONTENT),
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
  OBJECTION(
      ObjectionFunction.class, new Trigger.Http(), VariableGroup.BLOBS, VariableGroup.SIGNING),
  RESTRICTION(RestrictionFunction.class, new Trigger.Http()),
  RECTIFICATION(RectificationFunction.class, new Trigger.Http()),
  EMAIL_REQUESTS(
      EmailRequestsFunction.class,
      new Trigger.Http(),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.PAGES),
  CONTENT(
      ContentFunction.class,
      new Trigger.Http(),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  EXPORT(
      ExportFunction.class,
      new Trigger.Http(),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  MY_DATA(
      MyDataFunction.class,
      new Trigger.Http(),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  REVIEW_DESK(
      ReviewDeskFunction.class,
      new Trigger.Http(),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK),
  CHECK_TEXT(CheckTextFunction.class, new Trigger.Http()),
  MAIL_INTAKE(
      MailIntakeFunction.class, new Trigger.Http(), VariableGroup.MAIL, VariableGroup.PAGES),
  CASES(CasesFunction.class, new Trigger.Http(), VariableGroup.PAGES),
  EVIDENCE(EvidenceFunction.class, new Trigger.Http(), VariableGroup.BLOBS),
  WITHDRAW(WithdrawFunction.class, new Trigger.TaskPublished(Topic.WITHDRAW)),
  CORPUS(
      CorpusFunction.class,
      new Trigger.TaskPublished(Topic.CORPUS, false),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK,
      VariableGroup.SIGNING),
  BUILD_EXPORT(
      BuildExportFunction.class,
      new Trigger.TaskPublished(Topic.BUILD_EXPORT, false),
      VariableGroup.STRIPE_API,
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK,
      VariableGroup.SIGNING),
  RELEASE(
      ReleaseFunction.class,
      new Trigger.TaskPublished(Topic.RELEASE),
      VariableGroup.BLOBS,
      VariableGroup.KEYS,
      VariableGroup.KEK,
      VariableGroup.SIGNING),
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
      VariableGroup.PAGES,
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
      VariableGroup.KEYS,
      VariableGroup.KEK,
      VariableGroup.SIGNING,
      VariableGroup.STRIPE_API,
      VariableGroup.PAGES),
  AGGREGATE(AggregateFunction.class, new Trigger.Scheduled(Topic.AGGREGATE, "0 6 * * *"));

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
        .orElseThrow(
            () -> new IllegalArgumentException(entryPoint + " is not in DeployedFunction"));
  }

  /**
   * Creates the function on a wiring instead of its environment, for hosts of many functions: an
   * {@code HttpFunction} for an HTTP trigger, else a {@code CloudEventsFunction}.
   */
  public Object create(Wiring wiring) {
    try {
      return entryPoint.getDeclaredConstructor(Wiring.class).newInstance(wiring);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(entryPoint + " cannot be constructed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(entryPoint + " needs a constructor that takes a Wiring", e);
    }
  }

  /** The name: the simple name of the entry point without {@code Function}. */
  public String functionName() {
    return entryPoint.getSimpleName().replaceFirst("Function$", "");
  }

  public Class<?> entryPoint() {
    return entryPoint;
  }

  public Trigger trigger() {
    return trigger;
  }

  /** The variables that it needs besides {@link Environment#ALWAYS}. */
  public Set<VariableGroup> variableGroups() {
    return variableGroups;
  }
}
