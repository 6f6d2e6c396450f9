package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.VariableGroup.BLOBS;
import static com.anykoma.privacy.functions.VariableGroup.KEK;
import static com.anykoma.privacy.functions.VariableGroup.KEYS;
import static com.anykoma.privacy.functions.VariableGroup.MAIL;
import static com.anykoma.privacy.functions.VariableGroup.PAGES;
import static com.anykoma.privacy.functions.VariableGroup.SIGNING;
import static com.anykoma.privacy.functions.VariableGroup.STRIPE_API;
import static com.anykoma.privacy.functions.VariableGroup.STRIPE_EVENTS;

import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.UploadService;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Set;

/** All deployed functions, each with its entry point, trigger and variable groups. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings, unmodifiable sets
public enum DeployedFunction {
  STRIPE_WEBHOOK(StripeWebhookFunction.class, new Trigger.Http(), STRIPE_EVENTS, STRIPE_API),
  ACCOUNT_WRITTEN(AccountWrittenFunction.class, new Trigger.DocumentWritten(LocationRole.ACCOUNT)),
  CONTENT_WRITTEN(
      ContentWrittenFunction.class, new Trigger.DocumentWritten(LocationRole.CONTENT), KEYS, KEK),
  BLOB_UPLOADED(
      BlobUploadedFunction.class,
      new Trigger.ObjectFinalized(UploadService.UPLOADS),
      BLOBS,
      KEYS,
      KEK),
  USER_DELETED(UserDeletedFunction.class, new Trigger.AccountDeleted()),
  ERASE_ACCOUNT(EraseAccountFunction.class, new Trigger.Http()),
  OBJECTION(ObjectionFunction.class, new Trigger.Http(), BLOBS, SIGNING),
  RESTRICTION(RestrictionFunction.class, new Trigger.Http()),
  RECTIFICATION(RectificationFunction.class, new Trigger.Http()),
  EMAIL_REQUESTS(EmailRequestsFunction.class, new Trigger.Http(), STRIPE_API, BLOBS, PAGES),
  CONTENT(ContentFunction.class, new Trigger.Http(), BLOBS, KEYS, KEK),
  EXPORT(ExportFunction.class, new Trigger.Http(), BLOBS, KEYS, KEK),
  MY_DATA(MyDataFunction.class, new Trigger.Http(), STRIPE_API, BLOBS, KEYS, KEK),
  REVIEW_DESK(ReviewDeskFunction.class, new Trigger.Http(), BLOBS, KEYS, KEK),
  CHECK_TEXT(CheckTextFunction.class, new Trigger.Http()),
  MAIL_INTAKE(MailIntakeFunction.class, new Trigger.Http(), MAIL, PAGES),
  CASES(CasesFunction.class, new Trigger.Http(), PAGES),
  PRIVACY_PAGE(PrivacyPageFunction.class, new Trigger.Http(), VariableGroup.PAGES),
  EVIDENCE(EvidenceFunction.class, new Trigger.Http(), BLOBS),
  WITHDRAW(WithdrawFunction.class, new Trigger.TaskPublished(Topic.WITHDRAW)),
  CORPUS(
      CorpusFunction.class,
      new Trigger.TaskPublished(Topic.CORPUS, false),
      BLOBS,
      KEYS,
      KEK,
      SIGNING),
  BUILD_EXPORT(
      BuildExportFunction.class,
      new Trigger.TaskPublished(Topic.BUILD_EXPORT, false),
      STRIPE_API,
      BLOBS,
      KEYS,
      KEK,
      SIGNING),
  RELEASE(
      ReleaseFunction.class, new Trigger.TaskPublished(Topic.RELEASE), BLOBS, KEYS, KEK, SIGNING),
  CLAIMS(ClaimsFunction.class, new Trigger.TaskPublished(Topic.CLAIMS)),
  REDRIVE(RedriveFunction.class, new Trigger.TaskPublished(Topic.REDRIVE), STRIPE_API),
  REWRAP(RewrapFunction.class, new Trigger.TaskPublished(Topic.REWRAP), KEYS, KEK),
  PURGE(PurgeFunction.class, new Trigger.TaskPublished(Topic.PURGE, false), BLOBS),
  ERASE(
      EraseFunction.class, new Trigger.TaskPublished(Topic.ERASE, false), STRIPE_API, BLOBS, KEYS),
  LATE_WRITE(
      LateWriteFunction.class,
      new Trigger.TaskPublished(Topic.LATE_WRITE),
      STRIPE_API,
      BLOBS,
      KEYS),
  CERTIFY(
      CertifyFunction.class,
      new Trigger.TaskPublished(Topic.CERTIFY, false),
      STRIPE_API,
      BLOBS,
      KEYS,
      SIGNING),
  HOLD(HoldFunction.class, new Trigger.TaskPublished(Topic.HOLD, false), BLOBS, KEYS, KEK),
  CONFIRM(ConfirmFunction.class, new Trigger.TaskPublished(Topic.CONFIRM)),
  REPLAY_TOMBSTONES(
      ReplayTombstonesFunction.class, new Trigger.TaskPublished(Topic.REPLAY_TOMBSTONES), KEYS),
  RECONCILE(
      ReconcileFunction.class, new Trigger.Scheduled(Topic.RECONCILE, "0 3 * * *"), STRIPE_API),
  REPAIR(RepairFunction.class, new Trigger.Scheduled(Topic.REPAIR, "0 1 * * *"), BLOBS, KEYS, KEK),
  SWEEP(
      SweepFunction.class,
      new Trigger.Scheduled(Topic.SWEEP, "*/5 * * * *", false),
      PAGES,
      BLOBS,
      KEYS,
      KEK),
  CHECKPOINT_AUDIT(
      CheckpointAuditFunction.class,
      new Trigger.Scheduled(Topic.CHECKPOINT_AUDIT, "15 * * * *"),
      BLOBS,
      SIGNING),
  ATTEST(
      AttestFunction.class,
      new Trigger.Scheduled(Topic.ATTEST, "0 4 * * *"),
      BLOBS,
      KEYS,
      KEK,
      SIGNING,
      STRIPE_API,
      PAGES),
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
