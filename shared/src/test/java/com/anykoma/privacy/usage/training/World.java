package com.anykoma.privacy.usage.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.Change;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.verification.CertifyService;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.repair.ContentRepair;
import com.anykoma.privacy.repair.RepairService;
import com.anykoma.privacy.retention.expiry.ExpiryBreaker;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.BreakerLimits;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.rights.erasure.ErasingService;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.ClaimsService;
import com.anykoma.privacy.usage.plan.Heard;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.RedriveService;
import com.anykoma.privacy.usage.plan.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An embedded cloud with the services on it, and the app and its users played by the test. */
public final class World implements AutoCloseable {
  public final SettableClock clock = new SettableClock(Told.START);
  public final EmbeddedCloud cloud;
  public final SubjectHash hash =
      new SubjectHash("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
  public final AuditLog audit = new AuditLog(new Random(7));
  public final DataMap dataMap = DataMap.shipped();
  public final Policies policies = Policies.shipped();
  public final ExpiryBreaker expiry;
  public final Subjects subjects;
  public final ConsentService consents;
  public final PlanService plans;
  public final RedriveService redrive;
  public final KeyService keys;
  public final StampingService stamping;
  public final SealingService sealing;
  public final DeletionService deletions;
  public final CorpusService corpus;
  public final GateService gate;
  public final ClaimsService claims;
  public final UploadService uploads;
  public final RepairService repair;
  public final ErasureService erasures;
  public final ErasingService erasing;
  public final CertifyService certifying;
  private long changesSeen;

  public World(Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    Documents documents = cloud.documents();
    expiry = new ExpiryBreaker(documents, audit, BreakerLimits.shipped(), clock);
    subjects = new Subjects(documents, hash, cloud.tasks(), audit, clock);
    consents = new ConsentService(subjects, dataMap, policies, cloud.tasks(), clock);
    plans = plans(documents, cloud.tasks());
    redrive =
        new RedriveService(
            documents, subjects, plans, Heard.CATALOG, policies, cloud.tasks(), clock);
    keys = new KeyService(cloud.keys(), cloud.kek(), hash, clock);
    FieldService fields = new FieldService(keys);
    PurgeOrders purges = new PurgeOrders(hash, Residency.shipped());
    stamping =
        new StampingService(documents, subjects, hash, dataMap, policies, fields, purges, clock);
    sealing = new SealingService(subjects, dataMap, fields, stamping);
    deletions = new DeletionService(subjects, dataMap, purges, clock);
    corpus = new CorpusService(documents, subjects, hash, policies, clock);
    gate = new GateService(documents, subjects, dataMap, policies, clock);
    claims = new ClaimsService(subjects, cloud.accounts(), clock);
    uploads =
        new UploadService(
            cloud.blobs(), keys, subjects, hash, dataMap, purges, stamping::barred, clock);
    repair =
        new RepairService(
            cloud,
            subjects,
            dataMap,
            consents,
            new ContentRepair(stamping, sealing, deletions),
            corpus,
            claims,
            uploads,
            clock);
    Residency residency = Residency.shipped();
    erasures =
        new ErasureService(documents, subjects, hash, consents, residency, cloud.tasks(), clock);
    erasing =
        new ErasingService(
            cloud,
            subjects,
            hash,
            dataMap,
            consents,
            residency,
            new Breaker(documents, audit, BreakerLimits.shipped(), clock),
            clock);
    certifying =
        new CertifyService(
            cloud,
            hash,
            dataMap,
            "ab".repeat(32),
            residency,
            new SigningService(new EvidenceStore(cloud.blobs()), cloud::signingKek, clock),
            clock);
  }

  /** Has the second reader look at what an order has removed. */
  public void certify(Order order) {
    certifying.handle(new Removed(order.path().collection().id(), order.id()));
  }

  /** A plan service whose documents or tasks may fail. */
  public PlanService plans(Documents documents, Tasks tasks) {
    return new PlanService(
        documents,
        new Subjects(documents, hash, cloud.tasks(), audit, clock),
        Heard.CATALOG,
        policies,
        cloud.billing(),
        tasks,
        clock);
  }

  /** Signs a person up and tells the services. */
  public SubjectId signUp(String uid) {
    SubjectId subject = new SubjectId(uid);
    cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    writeAccount(subject, Fields.of(Map.of("displayName", "Ann")));
    return subject;
  }

  /** Writes the app's account document and tells the consent service. */
  public void writeAccount(SubjectId subject, Fields fields) {
    consents.accountWritten(subject, write(account(subject), fields));
  }

  public static DocumentPath account(SubjectId subject) {
    return DocumentPath.of("users", subject.value());
  }

  public static DocumentPath prompt(SubjectId subject, String id) {
    return DocumentPath.of("users", subject.value(), "prompts", id);
  }

  /** Writes a document as the app does, and answers the change that a trigger would be told. */
  public DocumentChange write(DocumentPath path, Fields fields) {
    return changing(() -> cloud.documents().set(path, fields), path);
  }

  /** Deletes a document as the app does. */
  public DocumentChange delete(DocumentPath path) {
    return changing(() -> cloud.documents().delete(List.of(path)), path);
  }

  private DocumentChange changing(Runnable write, DocumentPath path) {
    Optional<Document> before = cloud.documents().get(path);
    write.run();
    return new DocumentChange(path, before, cloud.documents().get(path));
  }

  /** Tells the services of a change of content, as the function does. */
  public void written(DocumentChange change) {
    Steps steps = new Steps();
    steps.run(() -> deletions.written(change));
    steps.run(() -> stamping.written(change));
    steps.run(() -> sealing.written(change));
    steps.throwFailure();
  }

  /** Writes a prompt and tells the services at once. */
  public DocumentPath prompted(SubjectId subject, String id) {
    DocumentPath path = prompt(subject, id);
    written(write(path, Fields.of(Map.of("text", "a castle"))));
    return path;
  }

  /** The changes since the last time it was asked. */
  public List<DocumentChange> newChanges() {
    List<DocumentChange> found = new ArrayList<>();
    List<Change> page = cloud.documents().changes(changesSeen, 1_000);
    while (!page.isEmpty()) {
      for (Change each : page) {
        found.add(each.told());
        changesSeen = each.sequence();
      }
      page = cloud.documents().changes(changesSeen, 1_000);
    }
    return found;
  }

  /** Does every task that is due until none is left. */
  public void runTasks() {
    runTasks(task -> true);
  }

  /** Does the tasks of which {@code wanted} holds; the others are put off. */
  public void runTasks(Predicate<Task> wanted) {
    List<Delivery> due = cloud.tasks().lease(50, Duration.ofMinutes(1));
    while (!due.isEmpty()) {
      for (Delivery each : due) {
        if (wanted.test(each.task())) {
          run(each.task());
          cloud.tasks().settle(each.message());
        }
      }
      due = cloud.tasks().lease(50, Duration.ofMinutes(1));
    }
  }

  private void run(Task task) {
    switch (Topic.of(task.topic()).orElseThrow()) {
      case REDRIVE -> redrive.handle(RedriveTask.of(task));
      case CLAIMS -> claims.handle(UpdateClaims.of(task));
      case WITHDRAW -> corpus.handle(Withdraw.of(task));
      case REPAIR -> repair.handle(RepairTask.of(task));
      case ERASE -> erasing.handle(RemovalTask.of(task));
      case LATE_WRITE -> erasing.handle(LateWrite.of(task));
      default -> throw new IllegalStateException("nobody does " + task.topic());
    }
  }

  /** What places legal holds. */
  public HoldService holds() {
    return new HoldService(
        cloud,
        subjects,
        hash,
        dataMap,
        new FieldService(keys),
        new BlobService(cloud.blobs(), keys, hash),
        uploads,
        erasures,
        clock);
  }

  /** Every document there is, by path, those under missing parents too. */
  public Map<DocumentPath, Fields> everything() {
    Map<DocumentPath, Fields> all = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    walk(Optional.empty(), all);
    return all;
  }

  private void walk(Optional<DocumentPath> parent, Map<DocumentPath, Fields> all) {
    for (String id : cloud.documents().collections(parent)) {
      for (Document each : cloud.documents().find(Query.group(id).limit(Query.MAX_LIMIT))) {
        if (all.putIfAbsent(each.path(), each.fields()) == null) {
          walk(Optional.of(each.path()), all);
        }
      }
    }
  }

  /** The content paths that the corpus admits. */
  public List<String> admitted() {
    return inCorpus("admitted");
  }

  /** The content paths of the corpus's entries in a state. */
  public List<String> inCorpus(String state) {
    return contents(Query.group("corpus").whereEqual("state", state));
  }

  /** The same, of one subject's content. */
  public List<String> inCorpus(SubjectId subject, String state) {
    return contents(
        Query.group("corpus").whereEqual("uid", subject.value()).whereEqual("state", state));
  }

  private List<String> contents(Query query) {
    return cloud.documents().find(query.limit(Query.MAX_LIMIT)).stream()
        .map(each -> each.fields().string("content").orElseThrow())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
