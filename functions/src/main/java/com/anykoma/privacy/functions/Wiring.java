package com.anykoma.privacy.functions;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.events.FirestoreEvents;
import com.anykoma.privacy.functions.http.StripeHandler;
import com.anykoma.privacy.functions.http.StripeSigned;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.SealService;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.verification.CertifyService;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.protection.vault.RewrapService;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.protection.vault.StagingService;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.repair.ContentRepair;
import com.anykoma.privacy.repair.RepairService;
import com.anykoma.privacy.retention.expiry.AgeingService;
import com.anykoma.privacy.retention.expiry.ExpiryBreaker;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.BreakerLimits;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.retention.removal.SharedPlaces;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.rights.access.ContentAccessService;
import com.anykoma.privacy.rights.erasure.ConfirmService;
import com.anykoma.privacy.rights.erasure.ErasingService;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.rights.erasure.OrdersService;
import com.anykoma.privacy.rights.erasure.ReconcileService;
import com.anykoma.privacy.rights.erasure.ReplayService;
import com.anykoma.privacy.subject.HashKeyCheck;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import com.anykoma.privacy.usage.plan.DriftService;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.RedriveService;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.work.ScanSweep;
import com.anykoma.privacy.yaml.Setting;
import com.google.common.base.Suppliers;
import io.cloudevents.CloudEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The only builder of services: from a checked configuration and a cloud's six ports. */
public final class Wiring {
  /** How old the last complete scan may be before a person is told. */
  private static final Map<Topic, Duration> SCAN_AGES =
      Map.of(
          Topic.REPAIR, Duration.ofHours(36),
          Topic.RECONCILE, Duration.ofHours(48),
          Topic.ATTEST, Duration.ofDays(21));

  private static final AuditLog AUDIT = new AuditLog(new SecureRandom());

  /** The budgets of the sweep's parts: together less than the time-out of 9 minutes. */
  private static final Duration HAND_OUT = Duration.ofMinutes(1);

  private static final Duration SCANS = Duration.ofSeconds(15);
  private static final Duration KEY_CHECK = Duration.ofSeconds(15);
  private static final Duration EXPIRY = Duration.ofMinutes(2);
  private static final Duration STAGING = Duration.ofMinutes(2);

  private final Config config;
  private final Cloud cloud;
  private final InstantSource clock;
  private final Policies policies = Policies.shipped();
  private final DataMap dataMap =
      MapPromises.kept(DataMap.shipped(), () -> Setting.resource("datamap.yaml"));
  private final PlanCatalog plans = PlanCatalog.shipped();
  private final Supplier<Residency> residency = Suppliers.memoize(Residency::shipped);
  private final SubjectHash hash;
  private final HashKeyCheck keyCheck;
  private final Subjects subjects;
  private final Supplier<KeyService> keys;
  private final Supplier<SigningService> signing;

  public Wiring(Config config, Cloud cloud, InstantSource clock) {
    this.config = config;
    this.cloud = cloud;
    this.clock = clock;
    this.hash = new SubjectHash(config.subjectHashKey().toArray());
    this.keyCheck = new HashKeyCheck(hash, clock);
    this.subjects = new Subjects(cloud.documents(), hash, cloud.tasks(), AUDIT, clock);
    this.keys = Suppliers.memoize(() -> new KeyService(cloud.keys(), cloud.kek(), hash, clock));
    this.signing =
        Suppliers.memoize(() -> new SigningService(evidence(), cloud::signingKek, clock));
  }

  /**
   * The same, on a cloud that refuses every use of a database that was written under another
   * subject hash key. Deployed functions and the local cloud are built this way.
   */
  public static Wiring checked(Config config, Cloud cloud, InstantSource clock) {
    HashKeyCheck check =
        new HashKeyCheck(new SubjectHash(config.subjectHashKey().toArray()), clock);
    return new Wiring(config, new CheckedCloud(cloud, check), clock);
  }

  /** What a function that the platform constructs is built from: its environment. */
  static Wiring of(Class<?> entryPoint) {
    LogGuard.install();
    Environment environment =
        Environment.read(System.getenv(), Deployed.of(entryPoint).variableGroups());
    return checked(environment.config(), GoogleCloud.open(environment.cloud()), Clock.systemUTC());
  }

  StripeSigned stripeSigned() {
    return new StripeSigned(stripeEvents().secrets(), clock);
  }

  StripeHandler stripeHandler() {
    return new StripeHandler(stripeEvents().live(), stripeEvents().account(), plan());
  }

  private StripeEvents stripeEvents() {
    return config
        .stripeEvents()
        .orElseThrow(() -> new IllegalStateException("Deployed lacks VariableGroup.STRIPE_EVENTS"));
  }

  /** What decodes Firestore's document events. */
  Function<CloudEvent, DocumentChange> documentEvents() {
    return FirestoreEvents.of(FirestoreChanges::change);
  }

  InstantSource clock() {
    return clock;
  }

  PlanService plan() {
    return new PlanService(
        cloud.documents(), subjects, plans, policies, cloud.billing(), cloud.tasks(), clock);
  }

  RedriveService redrive() {
    return new RedriveService(
        cloud.documents(), subjects, plan(), plans, policies, cloud.tasks(), clock);
  }

  ClaimsService claims() {
    return new ClaimsService(subjects, cloud.accounts(), clock);
  }

  ConsentService consent() {
    return new ConsentService(subjects, dataMap, policies, cloud.tasks(), clock);
  }

  StampingService stamping() {
    return new StampingService(
        cloud.documents(), subjects, hash, dataMap, policies, fields(), purges(), clock);
  }

  SealingService sealing() {
    return new SealingService(subjects, dataMap, fields(), stamping());
  }

  DeletionService deletions() {
    return new DeletionService(subjects, dataMap, purges(), clock);
  }

  private ContentRepair content() {
    return new ContentRepair(stamping(), sealing(), deletions());
  }

  private FieldService fields() {
    return new FieldService(keys.get());
  }

  private PurgeOrders purges() {
    return new PurgeOrders(hash, residency.get());
  }

  RepairService repair() {
    return new RepairService(
        cloud, subjects, dataMap, consent(), content(), corpus(), claims(), uploads(), clock);
  }

  UploadService uploads() {
    return new UploadService(
        cloud.blobs(), keys.get(), subjects, hash, dataMap, purges(), stamping()::barred, clock);
  }

  StagingService staging() {
    return new StagingService(cloud.documents(), cloud.blobs(), uploads(), dataMap, clock);
  }

  AgeingService ageing() {
    return new AgeingService(cloud.documents(), cloud.keys(), dataMap, expiry(), clock);
  }

  /** What wraps keys again, and gives a subject a new one. */
  public RewrapService rewrap() {
    return new RewrapService(keys.get(), cloud.keys(), cloud.tasks(), clock);
  }

  ContentAccessService contentAccess() {
    return new ContentAccessService(
        subjects, dataMap, fields(), new BlobService(cloud.blobs(), keys.get(), hash));
  }

  /** What takes orders to erase people. */
  public ErasureService erasures() {
    return new ErasureService(
        cloud.documents(), subjects, hash, consent(), residency.get(), cloud.tasks(), clock);
  }

  /** What carries them out. */
  public ErasingService erasing() {
    return new ErasingService(
        cloud, subjects, hash, dataMap, consent(), residency.get(), breaker(), clock);
  }

  /** What purges deleted items. */
  public RetentionService retention() {
    return new RetentionService(
        cloud.documents(),
        subjects,
        hash,
        new Targets(dataMap),
        new Removal(
            cloud.documents(),
            cloud.blobs(),
            dataMap,
            new SharedPlaces(cloud.documents(), subjects, hash, dataMap, residency.get(), clock)),
        breaker(),
        new Certificates(cloud.blobs(), cloud.tasks(), clock),
        cloud.tasks(),
        clock);
  }

  /** What places and ends legal holds. */
  public HoldService holds() {
    return new HoldService(
        cloud,
        subjects,
        hash,
        dataMap,
        fields(),
        new BlobService(cloud.blobs(), keys.get(), hash),
        uploads(),
        erasures(),
        clock);
  }

  private Breaker breaker() {
    return new Breaker(cloud.documents(), AUDIT, BreakerLimits.shipped(), clock);
  }

  private ExpiryBreaker expiry() {
    return new ExpiryBreaker(cloud.documents(), AUDIT, BreakerLimits.shipped(), clock);
  }

  /** What a person confirms or denies halted deletions with. */
  public ConfirmService confirmations() {
    return new ConfirmService(
        cloud.documents(), subjects, breaker(), expiry(), cloud.tasks(), clock);
  }

  /** What erases again whom a restored backup brought back. */
  public ReplayService replay() {
    return new ReplayService(cloud, hash, dataMap, residency.get(), erasures(), clock);
  }

  ReconcileService reconciliation() {
    return new ReconcileService(cloud, subjects, dataMap, erasures(), drift(), clock);
  }

  private DriftService drift() {
    return new DriftService(subjects, plan(), plans, policies, cloud.billing(), clock);
  }

  /** What deadlines depend on goes first; all parts together fit into the function's time-out. */
  Sweep sweep() {
    return new Sweep(
        clock,
        List.of(
            part("purges", HAND_OUT, retention()::handOutDue),
            part("erasures", HAND_OUT, erasures()::handOutDue),
            part("holds", HAND_OUT, holds()::handOutDue),
            part("scans", SCANS, until -> scanSweep(cloud.documents()).sweep()),
            part("scans of keys", SCANS, until -> scanSweep(cloud.keys()).sweep()),
            part(
                "check of the hash key",
                KEY_CHECK,
                until -> {
                  keyCheck.establish(cloud.documents(), cloud.keys());
                  return true;
                }),
            part("expiry", EXPIRY, ageing()::sweep),
            part("staging", STAGING, staging()::sweep)));
  }

  private ScanSweep scanSweep(Documents documents) {
    return new ScanSweep(documents, SCAN_AGES, cloud.tasks(), clock);
  }

  private static <T> Sweep.Part part(String name, Duration budget, Function<Instant, T> work) {
    return new Sweep.Part(name, budget, work::apply);
  }

  Accounts accounts() {
    return cloud.accounts();
  }

  CorpusService corpus() {
    return new CorpusService(cloud.documents(), subjects, hash, policies, clock);
  }

  DataMap dataMap() {
    return dataMap;
  }

  /** The second reader. */
  public CertifyService certifying() {
    return new CertifyService(
        cloud, hash, dataMap, DataMap.shippedHash(), residency.get(), signing.get(), clock);
  }

  /** What seals the audit log. */
  public SealService sealingOfAudit() {
    return new SealService(cloud.documents(), evidence(), signing.get()::signer, clock);
  }

  /** What the local tools check the audit log with. */
  public AuditCheck auditCheck() {
    return new AuditCheck(cloud.documents(), evidence(), clock);
  }

  /** What tells how the orders stand. */
  public OrdersService orders() {
    return new OrdersService(cloud.documents(), evidence(), breaker(), expiry(), clock);
  }

  /** The signing keys. */
  public SigningService signing() {
    return signing.get();
  }

  /** The bucket of evidence. */
  public EvidenceStore evidence() {
    return new EvidenceStore(cloud.blobs());
  }

  /** The census; what the local tools take one with. */
  public AttestService attest() {
    return new AttestService(cloud, dataMap, clock);
  }

  /** What the local tools explain the gate with. */
  public GateService gate() {
    return new GateService(cloud.documents(), subjects, dataMap, policies, clock);
  }

  /** What the local tools read the consent history with. */
  public Subjects subjects() {
    return subjects;
  }
}
