package com.anykoma.privacy.functions;

import com.anykoma.privacy.protection.vault.RewrapService;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.repair.RepairService;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.rights.erasure.ConfirmService;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.rights.erasure.ReconcileService;
import com.anykoma.privacy.rights.erasure.ReplayService;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every function that is deployed, with its entry point and its trigger. */
@SuppressWarnings("ImmutableEnumChecker") // records of strings, unmodifiable sets
public enum Deployed {
  STRIPE_WEBHOOK(
      StripeWebhookFunction.class, new Trigger.Http(), Need.STRIPE_EVENTS, Need.STRIPE_API),
  ACCOUNT_WRITTEN(AccountWrittenFunction.class, new Trigger.DocumentWritten("users/{uid}")),
  CONTENT_WRITTEN(
      ContentWrittenFunction.class,
      new Trigger.DocumentWritten("users/{uid}/{collection}/{id}"),
      Need.KEYS,
      Need.KEK),
  BLOB_UPLOADED(
      BlobUploadedFunction.class,
      new Trigger.ObjectFinalized(UploadService.UPLOADS),
      Need.BLOBS,
      Need.KEYS,
      Need.KEK),
  USER_DELETED(UserDeletedFunction.class, new Trigger.AccountDeleted()),
  ERASE_ACCOUNT(EraseAccountFunction.class, new Trigger.Http()),
  CONTENT(ContentFunction.class, new Trigger.Http(), Need.BLOBS, Need.KEYS, Need.KEK),
  EVIDENCE(EvidenceFunction.class, new Trigger.Http(), Need.BLOBS),
  WITHDRAW(WithdrawFunction.class, new Trigger.TaskPublished(ConsentService.WITHDRAW)),
  CLAIMS(ClaimsFunction.class, new Trigger.TaskPublished(ClaimsService.TOPIC)),
  REDRIVE(RedriveFunction.class, new Trigger.TaskPublished(Subjects.REDRIVE), Need.STRIPE_API),
  REWRAP(RewrapFunction.class, new Trigger.TaskPublished(RewrapService.TOPIC), Need.KEYS, Need.KEK),
  PURGE(PurgeFunction.class, new Trigger.TaskPublished(RetentionService.PURGE, false), Need.BLOBS),
  ERASE(
      EraseFunction.class,
      new Trigger.TaskPublished(Subjects.ERASE, false),
      Need.STRIPE_API,
      Need.BLOBS,
      Need.KEYS),
  LATE_WRITE(
      LateWriteFunction.class,
      new Trigger.TaskPublished(Subjects.LATE_WRITE),
      Need.STRIPE_API,
      Need.BLOBS,
      Need.KEYS),
  CERTIFY(
      CertifyFunction.class,
      new Trigger.TaskPublished(Certificates.CERTIFY, false),
      Need.STRIPE_API,
      Need.BLOBS,
      Need.KEYS,
      Need.SIGNING),
  HOLD(
      HoldFunction.class,
      new Trigger.TaskPublished(HoldService.HOLD, false),
      Need.BLOBS,
      Need.KEYS,
      Need.KEK),
  CONFIRM(ConfirmFunction.class, new Trigger.TaskPublished(ConfirmService.CONFIRM)),
  REPLAY_TOMBSTONES(
      ReplayTombstonesFunction.class, new Trigger.TaskPublished(ReplayService.REPLAY), Need.KEYS),
  RECONCILE(
      ReconcileFunction.class,
      new Trigger.Scheduled(ReconcileService.RECONCILE, "0 3 * * *"),
      Need.STRIPE_API),
  REPAIR(
      RepairFunction.class,
      new Trigger.Scheduled(RepairService.TOPIC, "0 1 * * *"),
      Need.BLOBS,
      Need.KEYS,
      Need.KEK),
  SWEEP(
      SweepFunction.class,
      new Trigger.Scheduled("sweep", "*/5 * * * *", false),
      Need.BLOBS,
      Need.KEYS,
      Need.KEK),
  SEAL_AUDIT(
      SealAuditFunction.class,
      new Trigger.Scheduled("seal-audit", "15 * * * *"),
      Need.BLOBS,
      Need.SIGNING),
  ATTEST(AttestFunction.class, new Trigger.Scheduled("attest", "0 4 * * *"), Need.BLOBS, Need.KEYS);

  private final Class<?> entryPoint;
  private final Trigger trigger;
  private final Set<Need> needs;

  Deployed(Class<?> entryPoint, Trigger trigger, Need... needs) {
    this.entryPoint = entryPoint;
    this.trigger = trigger;
    this.needs = Set.of(needs);
  }

  /** The function of an entry point. */
  static Deployed of(Class<?> entryPoint) {
    return Arrays.stream(values())
        .filter(each -> each.entryPoint.equals(entryPoint))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(entryPoint + " is not deployed"));
  }

  /** What makes each function run, by its name. */
  public static Map<String, Trigger> triggers() {
    return Arrays.stream(values())
        .collect(Collectors.toMap(Deployed::functionName, Deployed::trigger));
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
  public Set<Need> needs() {
    return needs;
  }
}
