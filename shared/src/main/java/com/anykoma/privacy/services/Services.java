package com.anykoma.privacy.services;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Feedback;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.changes.policy.Publications;
import com.anykoma.privacy.changes.policy.ServedPage;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.improvement.corpus.Copies;
import com.anykoma.privacy.improvement.corpus.CopyService;
import com.anykoma.privacy.improvement.detection.DeidentifiedFields;
import com.anykoma.privacy.improvement.detection.Deidentifier;
import com.anykoma.privacy.improvement.detection.KnownIdentifiers;
import com.anykoma.privacy.improvement.detection.SensitiveText;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import com.anykoma.privacy.improvement.release.CorpusEntryService;
import com.anykoma.privacy.improvement.release.RecallService;
import com.anykoma.privacy.improvement.release.ReleaseService;
import com.anykoma.privacy.improvement.release.ReleaseStore;
import com.anykoma.privacy.improvement.review.ImprovementDecision;
import com.anykoma.privacy.improvement.review.ImprovementRules;
import com.anykoma.privacy.improvement.review.QueueRules;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.improvement.review.Views;
import com.anykoma.privacy.improvement.safety.BreakGlassService;
import com.anykoma.privacy.improvement.safety.SafetyDecision;
import com.anykoma.privacy.improvement.safety.SafetyReviewService;
import com.anykoma.privacy.improvement.safety.SafetyRules;
import com.anykoma.privacy.improvement.statistics.AggregateService;
import com.anykoma.privacy.improvement.statistics.DayCount;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.CheckpointService;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.promises.StatusReport;
import com.anykoma.privacy.proof.signature.Base64Url;
import com.anykoma.privacy.proof.verification.CertifyService;
import com.anykoma.privacy.proof.verification.ErasureVerification;
import com.anykoma.privacy.proof.verification.ProviderVerification;
import com.anykoma.privacy.proof.verification.PurgeVerification;
import com.anykoma.privacy.proof.verification.RemainingCopies;
import com.anykoma.privacy.protection.access.RateLimiter;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.anykoma.privacy.protection.settings.LiveSettings;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.protection.vault.PageTokens;
import com.anykoma.privacy.protection.vault.RewrapService;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.protection.vault.StagingService;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.repair.RepairService;
import com.anykoma.privacy.repair.SubjectRepair;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.expiry.ExpiryService;
import com.anykoma.privacy.retention.pseudonym.Pseudonyms;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.retention.removal.OrderDispatcher;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.Ownership;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.removal.PurgePreview;
import com.anykoma.privacy.retention.removal.ReferenceCountedItems;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.retention.removal.SharedPlaces;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.rights.access.AccessReport;
import com.anykoma.privacy.rights.access.ContentAccessService;
import com.anykoma.privacy.rights.access.RectificationService;
import com.anykoma.privacy.rights.access.SubjectData;
import com.anykoma.privacy.rights.access.SubjectDocuments;
import com.anykoma.privacy.rights.access.ThirdParties;
import com.anykoma.privacy.rights.cases.CaseDesk;
import com.anykoma.privacy.rights.cases.CaseService;
import com.anykoma.privacy.rights.cases.CaseSweep;
import com.anykoma.privacy.rights.cases.Cases;
import com.anykoma.privacy.rights.cases.EmailLinkService;
import com.anykoma.privacy.rights.cases.EmailLinks;
import com.anykoma.privacy.rights.cases.EmailRequestService;
import com.anykoma.privacy.rights.erasure.AccountCheck;
import com.anykoma.privacy.rights.erasure.ConfirmService;
import com.anykoma.privacy.rights.erasure.CustomerRemoval;
import com.anykoma.privacy.rights.erasure.ErasureClosing;
import com.anykoma.privacy.rights.erasure.ErasureExecutionService;
import com.anykoma.privacy.rights.erasure.ErasurePass;
import com.anykoma.privacy.rights.erasure.ErasurePreview;
import com.anykoma.privacy.rights.erasure.ErasureRequests;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.rights.erasure.ErasureStart;
import com.anykoma.privacy.rights.erasure.HeldCopies;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.rights.erasure.Holds;
import com.anykoma.privacy.rights.erasure.LateWriteService;
import com.anykoma.privacy.rights.erasure.MissingAccountRecords;
import com.anykoma.privacy.rights.erasure.MissingAccounts;
import com.anykoma.privacy.rights.erasure.Preconditions;
import com.anykoma.privacy.rights.erasure.ReconcileService;
import com.anykoma.privacy.rights.erasure.RemovalStatusService;
import com.anykoma.privacy.rights.erasure.ReplayService;
import com.anykoma.privacy.rights.erasure.SubjectCollections;
import com.anykoma.privacy.rights.erasure.SubjectRemoval;
import com.anykoma.privacy.rights.export.ExportService;
import com.anykoma.privacy.rights.export.PartLimits;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentReceipts;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import com.anykoma.privacy.usage.plan.DriftService;
import com.anykoma.privacy.usage.plan.PlanRules;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.Plans;
import com.anykoma.privacy.usage.plan.RedriveService;
import com.anykoma.privacy.usage.plan.UnownedCustomers;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.usage.training.TrainingGate;
import com.anykoma.privacy.work.Checks;
import com.google.common.base.Suppliers;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The factory of all services: passes each service its ports and collaborators. Deployed functions,
 * the command line and tests use it, so tests run the same object graph as production. The caller
 * supplies the ports and keys.
 *
 * <p>Ports are opened on first use, so a function opens only those that it needs. Key caches and
 * the signing key live as long as this object; services are stateless and created on each call.
 */
public final class Services {
  private static final Log LOG = Log.of(Services.class);

  /** Maximum number of due orders that a sweep dispatches per index shard, by kind. */
  private static final int MAX_PURGES = 100;

  private static final int MAX_ERASURES = 50;
  private static final int MAX_HOLDS = 50;
  private static final int MAX_EXPORTS = 50;
  private static final int MAX_CORPUS_ENTRIES = 200;
  private static final int ID_BYTES = 16;
  private static final int SECRET_BYTES = 32;

  private final Cloud cloud;
  private final PrivacyFiles files;
  private final SubjectHash hash;
  private final Random random;
  private final AuditLog audit;
  private final InstantSource clock;
  private final DataMap dataMap;
  private final Subjects subjects;
  private final RateLimiter rateLimiter;
  private final Supplier<KeyService> keys;
  private final Supplier<SigningService> signing;
  private final Supplier<TextDetector> textDetector = Suppliers.memoize(TextDetector::standard);

  /** Creates only the access to subjects' records; the random source makes ids and noise. */
  public Services(
      Cloud cloud, PrivacyFiles files, SubjectHash hash, Random random, InstantSource clock) {
    this.cloud = cloud;
    this.files = files;
    this.hash = hash;
    this.random = random;
    this.audit = new AuditLog(random);
    this.clock = clock;
    this.dataMap = files.dataMap();
    this.subjects = new Subjects(cloud.documents(), hash, cloud.tasks(), audit, clock);
    this.rateLimiter = new RateLimiter(cloud.documents(), hash, clock);
    this.keys = Suppliers.memoize(() -> new KeyService(cloud.keys(), cloud.kek(), hash, clock));
    this.signing =
        Suppliers.memoize(() -> new SigningService(evidence(), cloud::signingKek, clock));
  }

  /** Gives access to subjects' records behind the fence. */
  public Subjects subjects() {
    return subjects;
  }

  public DataMap dataMap() {
    return dataMap;
  }

  // Data Usage by Plan Type

  /** Applies subscription events. */
  public PlanService plan() {
    return new PlanService(
        cloud.documents(), subjects, rules(), cloud.billing(), cloud.tasks(), clock);
  }

  /** Applies parked events once their customer is known. */
  public RedriveService redrive() {
    return new RedriveService(cloud.documents(), subjects, plan(), rules(), cloud.tasks(), clock);
  }

  /** Corrects plans that differ from Stripe's state. */
  public DriftService drift() {
    return new DriftService(subjects, plan(), rules(), cloud.billing(), clock);
  }

  /** Updates an account's custom claims to its plan. */
  public ClaimsService claims() {
    return new ClaimsService(subjects, cloud.accounts(), files.plans(), clock);
  }

  /** Writes consent records. */
  public ConsentService consent() {
    return new ConsentService(
        subjects, dataMap, files.policies(), plans().base().name(), cloud.tasks(), clock);
  }

  /** Signs receipts of consent histories. */
  public ConsentReceipts receipts() {
    return new ConsentReceipts(
        subjects, hash, dataMap, files.policies(), () -> signing().signer(), clock);
  }

  /** Stamps content for the training gate. */
  public StampingService stamping() {
    return new StampingService(
        cloud.documents(),
        subjects,
        hash,
        owners(),
        files.policies(),
        plans(),
        corpusEntries(),
        new SensitiveText(it -> textDetector().detect(it, SubjectIdentifiers.NONE)),
        fields(),
        purges(),
        clock);
  }

  /** Detects personal data in text. */
  public TextDetector textDetector() {
    return textDetector.get();
  }

  /** Admits and withdraws content for training. */
  public CorpusService corpus() {
    return new CorpusService(cloud.documents(), subjects, corpusEntries(), clock);
  }

  /** Explains the decisions of the training gate. */
  public GateService gate() {
    return new GateService(cloud.documents(), subjects, dataMap, files.policies(), plans(), clock);
  }

  private Plans plans() {
    return files.plans().plans();
  }

  private Owners owners() {
    return new Owners(dataMap, cloud.documents()::get);
  }

  private PlanRules rules() {
    return new PlanRules(files.plans(), files.policies());
  }

  private Corpus corpusEntries() {
    return new Corpus(hash, new TrainingGate(files.policies()));
  }

  // What Data We Collect

  /** Takes the census of the closed world, and runs the daily checks. */
  public AttestService attest(Map<String, Supplier<List<String>>> dailyChecks) {
    return new AttestService(
        cloud.documents(),
        cloud.keys(),
        cloud.blobs(),
        realtime(),
        cloud.tasks(),
        dataMap,
        dailyChecks,
        clock);
  }

  /** Takes the census only. */
  public AttestService attest() {
    return attest(Map.of());
  }

  /**
   * The checks that run once a day, by the names of their results.
   *
   * @param pages the address of the product's pages
   */
  public Map<String, Supplier<List<String>>> dailyChecks(URI pages) {
    Publications publications = publications();
    return Map.of(
        "settings",
        () -> liveSettings().findings(),
        "processors",
        processors(),
        "audit",
        () -> auditCheck().newest(),
        "deadlines",
        this::missedDeadlines,
        "page",
        () -> new ServedPage(cloud.settings(), publications, pages).findings());
  }

  private List<String> missedDeadlines() {
    List<String> missed = new ArrayList<>();
    if (orders().isAnyOverdue()) {
      missed.add("orders past their promised date");
    }
    if (CaseDesk.isAnyOverdue(cloud.documents(), clock.instant())) {
      missed.add("cases past their legal date");
    }
    return missed;
  }

  /** Compares the live settings of the stores with those that the promises need. */
  public LiveSettings liveSettings() {
    return LiveSettings.of(
        cloud.settings(), files.expectedSettings(), files.residency().durations());
  }

  // How We Protect Your Data

  /** Limits the requests of each caller; the leases of permits live as long as this object. */
  public RateLimiter rateLimiter() {
    return rateLimiter;
  }

  /** Records the reads of staff in the audit log. */
  public StaffAudit staffAudit() {
    return new StaffAudit(cloud.documents(), audit, hash, clock);
  }

  /** Returns the shared cache of data encryption keys. */
  public KeyService keys() {
    return keys.get();
  }

  /** Seals and opens document fields. */
  public FieldService fields() {
    return new FieldService(keys());
  }

  /** Seals the content of paying users. */
  public SealingService sealing() {
    return new SealingService(subjects, owners(), fields(), stamping());
  }

  /** Seals and opens objects. */
  public BlobService blobs() {
    return new BlobService(cloud.blobs(), keys(), hash);
  }

  /** Seals uploads. */
  public UploadService uploads() {
    return new UploadService(
        cloud.blobs(), keys(), subjects, hash, dataMap, purges(), stamping()::markSensitive, clock);
  }

  /** Processes uploads whose event was lost. */
  public StagingService staging() {
    return new StagingService(cloud.documents(), cloud.blobs(), uploads(), dataMap, clock);
  }

  /** Rewraps keys and rotates a subject's key. */
  public RewrapService rewrap() {
    return new RewrapService(keys(), cloud.keys(), cloud.tasks(), clock);
  }

  /** Destroys keys. */
  public ShreddingService shredding() {
    return new ShreddingService(cloud.keys(), hash, clock);
  }

  // Data Retention

  /** Purges deleted items. */
  public RetentionService retention() {
    return new RetentionService(
        cloud.documents(),
        subjects,
        hash,
        targets(),
        removal(),
        countedItems(),
        breaker(),
        certificates(),
        orderUpdates(),
        clock);
  }

  /** Creates purge orders for items that users delete. */
  public DeletionService deletions() {
    return new DeletionService(subjects, owners(), purges(), clock);
  }

  /** Lists the data that a purge would remove. */
  public PurgePreview purgePreview() {
    return new PurgePreview(cloud.documents(), hash, targets(), removal(), countedItems());
  }

  /** Dispatches due purge orders. */
  public OrderDispatcher duePurges() {
    return due(OwnCollections.PURGES, Topic.PURGE, MAX_PURGES);
  }

  /** Deletes expired records and truncates expired IP addresses. */
  public ExpiryService expiry() {
    return new ExpiryService(cloud.documents(), cloud.keys(), dataMap, expiryBreaker(), clock);
  }

  /** Blocks mass deletions until an operator confirms them. */
  public CircuitBreaker breaker() {
    return new CircuitBreaker(cloud.documents(), audit, files.limits(), clock);
  }

  private ExpiryCircuitBreaker expiryBreaker() {
    return new ExpiryCircuitBreaker(cloud.documents(), audit, files.limits(), clock);
  }

  /** Requests and finds the certificates of orders. */
  public Certificates certificates() {
    return new Certificates(evidence(), cloud.tasks(), clock);
  }

  private OrderUpdates orderUpdates() {
    return new OrderUpdates(cloud.documents(), audit, clock);
  }

  private PurgeOrders purges() {
    return new PurgeOrders(hash, files.residency());
  }

  private Targets targets() {
    return new Targets(dataMap);
  }

  /** The Realtime Database; one without nodes if the data map has no location in it. */
  private RealtimeDatabase realtime() {
    return dataMap.usesRealtime() ? cloud.realtime() : RealtimeDatabase.withoutNodes();
  }

  /** Deletes documents, objects and nodes as the data map specifies. */
  public Removal removal() {
    return new Removal(
        cloud.documents(),
        cloud.blobs(),
        realtime(),
        dataMap,
        new Ownership(cloud.documents(), dataMap),
        new SharedPlaces(
            cloud.documents(), subjects, dataMap, new Pseudonyms(hash), purges(), clock),
        corpus());
  }

  private ReferenceCountedItems countedItems() {
    return new ReferenceCountedItems(cloud.documents(), targets());
  }

  // Your Rights

  /** Opens sealed content for its owner. */
  public ContentAccessService contentAccess() {
    return new ContentAccessService(subjects, owners(), fields(), blobs());
  }

  /** Corrects account documents for their owners. */
  public RectificationService rectification() {
    return new RectificationService(subjects, dataMap, clock);
  }

  /** Reads everything that is stored about a person. */
  public SubjectData subjectData() {
    return new SubjectData(
        new SubjectDocuments(cloud.documents(), dataMap),
        cloud.accounts(),
        cloud.billing(),
        cloud.blobs(),
        realtime(),
        fields(),
        blobs(),
        new ThirdParties(dataMap, hash),
        new PageTokens(hash));
  }

  /** Reports to a person what is stored about them. */
  public AccessReport accessReport() {
    return new AccessReport(subjectData(), gate(), files.policies(), files.residency(), clock);
  }

  /** Exports people's data. */
  public ExportService exports() {
    return exports(PartLimits.STANDARD);
  }

  /** Exports people's data in parts of this size. */
  public ExportService exports(PartLimits limits) {
    return new ExportService(
        cloud.documents(),
        subjects,
        hash,
        blobs(),
        cloud.blobs(),
        this::subjectData,
        dataMap,
        evidence(),
        () -> signing().signer(),
        this::randomId,
        limits,
        cloud.tasks(),
        clock);
  }

  /** Dispatches exports whose next part or deletion is due. */
  public OrderDispatcher dueExports() {
    return due(OwnCollections.EXPORTS, Topic.BUILD_EXPORT, MAX_EXPORTS);
  }

  /** Accepts erasure requests. */
  public ErasureService erasures() {
    return new ErasureService(subjects, consent(), erasureOrders(), cloud.tasks(), clock);
  }

  /**
   * Creates and uses the links that prove control of an e-mail address.
   *
   * @param pages the address of the product's pages
   */
  public EmailLinks emailLinks(URI pages) {
    return new EmailLinkService(cloud.documents(), hash, this::secret, pages, clock);
  }

  /** Takes the requests of people who are not signed in. */
  public EmailRequestService emailRequests(URI pages) {
    return emailRequests(cases(pages), emailLinks(pages));
  }

  /** The same with other cases and links. */
  public EmailRequestService emailRequests(CaseService cases, EmailLinks links) {
    return new EmailRequestService(
        cases,
        links,
        cloud.accounts(),
        new UnownedCustomers(cloud.documents(), subjects, cloud.billing(), hash, clock),
        cloud.documents(),
        evidence(),
        hash,
        this::secret,
        clock);
  }

  /** Dispatches due erasure requests. */
  public OrderDispatcher dueErasures() {
    return due(OwnCollections.ERASURES, Topic.ERASE, MAX_ERASURES);
  }

  /** Executes erasure requests. */
  public ErasureExecutionService erasureExecution() {
    return new ErasureExecutionService(
        cloud.documents(),
        orderUpdates(),
        certificates(),
        holdRecords(),
        new ErasureStart(
            subjects,
            consent(),
            preconditions(),
            breaker(),
            subjectRemoval(),
            orderUpdates(),
            clock),
        new ErasurePass(subjects, shredding(), subjectRemoval(), orderUpdates()),
        new ErasureClosing(
            customers(), holdRecords(), shredding(), certificates(), orderUpdates(), clock),
        clock);
  }

  /** Lists the data that an erasure would remove. */
  public ErasurePreview erasurePreview() {
    return new ErasurePreview(cloud.documents(), subjects, holdRecords(), subjectRemoval());
  }

  /** Removes data that was written about a subject after their erasure. */
  public LateWriteService lateWrites() {
    return new LateWriteService(
        subjects, erasureOrders(), subjectRemoval(), customers(), cloud.tasks(), clock);
  }

  /** Repeats erasures after a backup was restored. */
  public ReplayService replay() {
    return new ReplayService(
        cloud.documents(),
        cloud.accounts(),
        shredding(),
        erasures(),
        erasureOrders(),
        subjectCollections(),
        cloud.tasks(),
        clock);
  }

  /** Finds changes whose event was lost, by comparing with Firebase Auth and Stripe. */
  public ReconcileService reconciliation() {
    return new ReconcileService(
        cloud.documents(),
        cloud.accounts(),
        cloud.billing(),
        subjects,
        new MissingAccounts(
            cloud.documents(),
            cloud.accounts(),
            accountCheck(),
            missingAccountRecords(),
            audit,
            clock),
        customers(),
        drift(),
        subjectCollections(),
        cloud.tasks(),
        clock);
  }

  /** Dispatches due legal holds. */
  public OrderDispatcher dueHolds() {
    return due(OwnCollections.HOLDS, Topic.HOLD, MAX_HOLDS);
  }

  private OrderDispatcher due(CollectionPath orders, Topic topic, int maxPerShard) {
    return new OrderDispatcher(orders, topic, maxPerShard, cloud.documents(), cloud.tasks(), clock);
  }

  /** Places and ends legal holds. */
  public HoldService holds() {
    return new HoldService(
        subjects,
        hash,
        dataMap,
        holdRecords(),
        new HeldCopies(
            cloud.documents(), removal(), targets(), dataMap, fields(), blobs(), uploads()),
        shredding(),
        erasures(),
        clock);
  }

  /** Records an operator's decisions about blocked deletions. */
  public ConfirmService confirmations() {
    return new ConfirmService(
        cloud.documents(),
        subjects,
        breaker(),
        expiryBreaker(),
        orderUpdates(),
        cloud.tasks(),
        clock);
  }

  /** Reports the status of orders. */
  public RemovalStatusService orders() {
    return new RemovalStatusService(
        cloud.documents(), evidence(), breaker(), expiryBreaker(), clock);
  }

  /** Opens cases and carries them out; their letters link to the pages. */
  public Cases cases(URI pages) {
    return cases(emailLinks(pages), pages);
  }

  /** The same with other links. */
  public Cases cases(EmailLinks links, URI pages) {
    return new Cases(
        cloud.documents(),
        subjects,
        audit,
        hash,
        erasures(),
        consent(),
        links,
        files.cases(),
        pages,
        this::randomId,
        clock);
  }

  /** Shows cases to staff and takes their decisions. */
  public CaseDesk caseDesk(URI pages) {
    return new CaseDesk(cases(pages));
  }

  /** Continues due cases. */
  public CaseSweep caseSweep(URI pages) {
    return new CaseSweep(cases(pages));
  }

  private ErasureRequests erasureOrders() {
    return new ErasureRequests(hash, files.residency(), this::secret);
  }

  private MissingAccountRecords missingAccountRecords() {
    return new MissingAccountRecords(subjects, erasureOrders(), clock);
  }

  private AccountCheck accountCheck() {
    return new AccountCheck(cloud.accounts(), cloud.documents());
  }

  private Preconditions preconditions() {
    return new Preconditions(
        cloud.documents(),
        cloud.accounts(),
        accountCheck(),
        subjects,
        subjectCollections(),
        missingAccountRecords(),
        clock);
  }

  private SubjectCollections subjectCollections() {
    return new SubjectCollections(cloud.documents(), dataMap);
  }

  private Holds holdRecords() {
    return new Holds(cloud.documents(), audit);
  }

  private CustomerRemoval customers() {
    return new CustomerRemoval(cloud.documents(), subjects, cloud.billing(), clock);
  }

  private SubjectRemoval subjectRemoval() {
    return new SubjectRemoval(
        cloud.documents(),
        cloud.accounts(),
        customers(),
        shredding(),
        targets(),
        removal(),
        new Pseudonyms(hash));
  }

  // Third-Party Services

  /** The check of the register of processors against the page; alarms if it has findings. */
  public Supplier<List<String>> processors() {
    return () -> {
      List<String> findings =
          files.processors().findings(files.folder().text("page.md"), clock.instant());
      if (!findings.isEmpty()) {
        LOG.warning(
            "alarm: the register of processors has findings", LogField.COUNT.of(findings.size()));
      }
      return findings;
    };
  }

  // Changes to Privacy Practices

  /** The register of promises with the sentences of the product's page. */
  public PromiseRegister promises() {
    return files.promises();
  }

  /** Reads the status of all promises with one query. */
  public StatusReport promiseStatus() {
    return StatusReport.of(
        promises(), new Checks(cloud.documents(), clock).results(), clock.instant());
  }

  /** Finds the published versions of the privacy page. */
  public Publications publications() {
    return new Publications(cloud.documents(), files.policies());
  }

  /** The text of a version of the privacy page. */
  public String pageText(String version) {
    return files.pageText(version).orElseThrow();
  }

  /** Counts the answers to "Was this article helpful?". */
  public Feedback feedback() {
    return new Feedback(cloud.documents(), clock);
  }

  // Data for Service Improvement

  /** The queue of items that staff review to improve the service. */
  public ReviewQueue<ImprovementDecision> improvementReviews() {
    return queue(
        new ImprovementRules(
            cloud.documents(), corpusEntries(), this::randomId, copies()::of, copies()::image));
  }

  /** The queue of items that staff review for safety. */
  public ReviewQueue<SafetyDecision> safetyReviews() {
    return queue(safetyRules());
  }

  /** Adds items to the queue for safety. */
  public SafetyReviewService safetyRequests() {
    return new SafetyReviewService(cloud.documents(), owners(), safetyReviews());
  }

  /** Shows originals to staff, with another person's approval. */
  public BreakGlassService breakGlass() {
    return new BreakGlassService(
        cloud.documents(),
        subjects,
        owners(),
        hash,
        views(),
        safetyReviews(),
        safetyRules(),
        clock);
  }

  /** Lists the views of subjects' content by staff. */
  public Views views() {
    return new Views(hash);
  }

  private SafetyRules safetyRules() {
    return new SafetyRules(
        cloud.documents(), dataMap, fields(), blobs(), deidentifiedFields(), knownIdentifiers());
  }

  private <D extends Enum<D> & StoredName> ReviewQueue<D> queue(QueueRules<D> rules) {
    return new ReviewQueue<>(
        rules, cloud.documents(), subjects, owners(), hash, views(), this::randomId, clock);
  }

  /** Copies admitted items without identifiers, and recalls the released copies of others. */
  public CorpusEntryService corpusEntryWork() {
    return new CorpusEntryService(
        cloud.documents(),
        new CopyService(
            subjects, corpusEntries(), copies(), this::deidentified, this::randomId, clock),
        new RecallService(subjects, releaseStore(), signing()::signer, clock));
  }

  /** Dispatches corpus entries whose copy or recall is due. */
  public OrderDispatcher dueCorpusEntries() {
    return due(OwnCollections.CORPUS, Topic.CORPUS, MAX_CORPUS_ENTRIES);
  }

  /** Reads the de-identified copies of admitted items. */
  public Copies copies() {
    return new Copies(cloud.documents(), corpusEntries(), dataMap, fields(), blobs());
  }

  /** Makes releases. */
  public ReleaseService releases() {
    return new ReleaseService(
        cloud.documents(),
        subjects,
        corpusEntries(),
        copies(),
        files.policies(),
        releaseStore(),
        TextDetector.VERSION,
        signing()::signer,
        this::randomId,
        cloud.tasks(),
        clock);
  }

  /** Gives access to the bucket of releases. */
  public ReleaseStore releaseStore() {
    return new ReleaseStore(cloud.blobs());
  }

  private Map<String, String> deidentified(SubjectId owner, Location location, Fields item) {
    return deidentifiedFields().of(location, item, knownIdentifiers().of(owner));
  }

  private DeidentifiedFields deidentifiedFields() {
    return new DeidentifiedFields(new Deidentifier(textDetector()));
  }

  private KnownIdentifiers knownIdentifiers() {
    return new KnownIdentifiers(dataMap, cloud.documents());
  }

  private String randomId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64Url.of(id);
  }

  private String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64Url.of(secret);
  }

  /** Publishes differentially private statistics. */
  public AggregateService aggregates() {
    return new AggregateService(
        cloud.documents(),
        cloud.tasks(),
        files.statistics(),
        new DayCount(
            cloud.documents(),
            subjects,
            dataMap,
            new TrainingGate(files.policies()),
            plans(),
            clock),
        random,
        clock);
  }

  // Proof

  /** Verifies orders independently and signs their certificates. */
  public CertifyService certifying() {
    return new CertifyService(
        cloud.documents(),
        cloud.tasks(),
        evidence(),
        signing(),
        erasureVerification(),
        new PurgeVerification(cloud.documents(), cloud.blobs(), dataMap),
        new RemainingCopies(files.residency(), dataMap),
        files.dataMapHash(),
        clock);
  }

  /** Verifies that no data of an erased subject remains. */
  public ErasureVerification erasureVerification() {
    return new ErasureVerification(
        cloud.documents(),
        cloud.keys(),
        cloud.blobs(),
        realtime(),
        cloud.accounts(),
        new ProviderVerification(cloud.billing(), dataMap, files.residency()),
        dataMap,
        hash);
  }

  /** Writes checkpoints of the audit log. */
  public CheckpointService auditCheckpoints() {
    return new CheckpointService(cloud.documents(), evidence(), signing()::signer, clock);
  }

  /** Verifies the audit log against its checkpoints. */
  public AuditCheck auditCheck() {
    return new AuditCheck(cloud.documents(), evidence(), clock);
  }

  /** Returns the shared cache of the signing key. */
  public SigningService signing() {
    return signing.get();
  }

  /** Gives access to the evidence bucket. */
  public EvidenceStore evidence() {
    return new EvidenceStore(cloud.blobs());
  }

  // Repair and sweep

  /** Completes work whose event was lost. */
  public RepairService repair() {
    return new RepairService(
        cloud.documents(),
        cloud.blobs(),
        subjects,
        dataMap,
        new SubjectRepair(
            cloud.documents(),
            cloud.accounts(),
            cloud.tasks(),
            subjects,
            owners(),
            consent(),
            stamping(),
            sealing(),
            deletions(),
            corpus(),
            claims(),
            clock),
        uploads(),
        cloud.tasks(),
        clock);
  }
}
