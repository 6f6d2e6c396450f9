package com.anykoma.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.LoggedChange;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.verification.CertifyService;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.retention.residency.RecoverySetting;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.rights.erasure.ErasureExecutionService;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.SubscriptionFixtures;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A test fixture with an embedded cloud and all services, created by {@link Services} as in
 * production. Its methods simulate the app, its users, the payment provider and time.
 */
public final class World implements AutoCloseable {
  private static final PrivacyFiles FIXTURE =
      FixtureProduct.FILES.with(SubscriptionFixtures.CATALOG);

  public final SettableClock clock = new SettableClock(EventFixtures.START);
  public final EmbeddedCloud cloud;
  public final SubjectHash hash =
      new SubjectHash("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
  public final PrivacyFiles files;
  public final Services services;
  public final DataMap dataMap;
  public final Policies policies = FixtureProduct.POLICIES;
  public final AuditLog audit;
  public final Subjects subjects;
  public final ConsentService consents;
  public final PlanService plans;
  public final StampingService stamping;
  public final SealingService sealing;
  public final DeletionService deletions;
  public final CorpusService corpus;
  public final GateService gate;
  public final ErasureService erasures;
  public final ErasureExecutionService erasureExecution;
  public final RetentionService retention;
  public final CertifyService certifying;

  /** Shared by all services, because two sources would create equal ids of audit entries. */
  private final Random random = new Random(7);

  private long changesSeen;

  public World(Path directory) {
    this(directory, FIXTURE.dataMap());
  }

  /** Creates a world with another data map. */
  public World(Path directory, DataMap dataMap) {
    this.dataMap = dataMap;
    PrivacyFiles mapped = FIXTURE.with(dataMap, "ab".repeat(32));
    files = dataMap.usesRealtime() ? mapped.with(withRealtime(FIXTURE.residency())) : mapped;
    cloud = EmbeddedCloud.open(directory, clock);
    audit = new AuditLog(random);
    services = on(cloud, files);
    subjects = services.subjects();
    consents = services.consent();
    plans = services.plan();
    stamping = services.stamping();
    sealing = services.sealing();
    deletions = services.deletions();
    corpus = services.corpus();
    gate = services.gate();
    erasures = services.erasures();
    erasureExecution = services.erasureExecution();
    retention = services.retention();
    certifying = services.certifying();
  }

  /** The fixture's residency plus daily backups of the Realtime Database. */
  private static Residency withRealtime(Residency residency) {
    List<StoreResidency> stores = new ArrayList<>(residency.stores());
    stores.add(
        new StoreResidency(
            "realtime",
            "presence",
            Map.of(RecoverySetting.BACKUPS, Duration.ofDays(7)),
            Optional.empty(),
            "https://firebase.google.com/docs/database/backups",
            LocalDate.of(2026, 11, 30)));
    return new Residency(residency.restorable(), residency.slack(), stores);
  }

  /** Creates a world whose data map is the fixture's plus some locations. */
  public static World withLocations(Path directory, String yaml) {
    return withMap(directory, map -> map + yaml);
  }

  /** Creates a world whose data map is the fixture's with a change. */
  public static World withMap(Path directory, UnaryOperator<String> change) {
    String map = change.apply(FixtureProduct.text("datamap.yaml"));
    return new World(directory, PrivacyFiles.dataMap(Setting.parse("datamap.yaml", map)));
  }

  /** Returns the services on other ports: a second instance with its own caches. */
  public Services on(Cloud ports) {
    return on(ports, files);
  }

  /** Returns the services with other circuit breaker limits. */
  public Services with(CircuitBreakerLimits limits) {
    return on(cloud, files.with(limits));
  }

  /** Returns the services on other ports and with other settings. */
  public Services on(Cloud ports, PrivacyFiles settings) {
    return new Services(ports, settings, hash, random, clock);
  }

  /** Advances the clock. */
  public void advanceDays(int count) {
    clock.advance(Duration.ofDays(count));
  }

  /** Runs the independent verifier for an order. */
  public void certify(RemovalOrder order) {
    certifying.handle(verification(order));
  }

  /** Returns the task that requests a verification. */
  public static CertifyTask verification(RemovalOrder order) {
    return new Removed(order.path().collection().id(), order.id());
  }

  /** Requests an erasure and removes the person's data, without a certificate. */
  public RemovalOrder removeData(SubjectId subject) {
    erasures.begin(subject, "account-deleted");
    RemovalOrder order = order(subject);
    erasureExecution.erase(order.id());
    return reload(order);
  }

  /** Erases a person and certifies it, as far as possible. */
  public RemovalOrder erase(SubjectId subject) {
    RemovalOrder order = removeData(subject);
    certify(order);
    erasureExecution.erase(order.id());
    return reload(order);
  }

  /** Returns the latest erasure request of the person. */
  public RemovalOrder order(SubjectId subject) {
    return erasures.status(subject).orElseThrow();
  }

  /** Reads the order again. */
  public RemovalOrder reload(RemovalOrder order) {
    return RemovalOrder.of(cloud.documents().get(order.path()).orElseThrow());
  }

  /** Advances the clock to the next attempt of an erasure request and executes it. */
  public RemovalOrder runAgain(RemovalOrder order) {
    RemovalOrder now = reload(order);
    if (now.nextAttemptAt().filter(it -> it.isAfter(clock.instant())).isPresent()) {
      clock.set(now.nextAttemptAt().orElseThrow());
    }
    erasureExecution.erase(order.id());
    return reload(order);
  }

  /** Returns the purge orders of a document, the latest first. */
  public List<RemovalOrder> purgesOf(String path) {
    return services.purgePreview().ordersOf(new DocumentPath(path));
  }

  /** Advances the clock until the purge order is due, executes and certifies it. */
  public RemovalOrder purge(RemovalOrder order) {
    if (order.restorableUntil().isAfter(clock.instant())) {
      clock.set(order.restorableUntil());
    }
    retention.purge(order.id());
    certify(order);
    retention.purge(order.id());
    return reload(order);
  }

  public Optional<Certificate> certificateOf(RemovalOrder order) {
    return services.certificates().of(reload(order));
  }

  /** Returns the certificate file of a round. */
  public Optional<Bytes> fileOf(RemovalOrder order, long round) {
    return services.evidence().certificate(order.id(), order.requestedAt(), round);
  }

  /** Returns the task in which the verifier reports remaining data. */
  public Optional<DiscrepanciesFound> reportedDiscrepancies(Topic topic) {
    return cloud.tasks().lease(1_000, Duration.ofSeconds(1)).stream()
        .map(Delivery::task)
        .filter(it -> Topic.of(it.topic()).equals(Optional.of(topic)))
        .map(RemovalTask::of)
        .flatMap(
            it -> it instanceof DiscrepanciesFound reported ? Stream.of(reported) : Stream.empty())
        .findFirst();
  }

  /** Dispatches all due orders, as the sweep does. */
  public int sweep() {
    return services.duePurges().dispatch(Instant.MAX)
        + services.dueErasures().dispatch(Instant.MAX)
        + services.dueHolds().dispatch(Instant.MAX);
  }

  /** Dispatches corpus entries whose copy or recall is due, as the sweep does. */
  public int sweepCorpus() {
    return services.dueCorpusEntries().dispatch(Instant.MAX);
  }

  /** Creates a customer with a subscription at the payment provider and delivers the events. */
  public void subscribe(SubjectId subject, String customer) {
    EventFixtures subscribed = EventFixtures.created("sub_" + customer).of(customer);
    cloud.billing().putCustomer(customer, Optional.of(subject));
    cloud.billing().put(subscribed.subscription());
    plans.apply(
        EventFixtures.customerCreated(customer)
            .id("evt_c_" + customer)
            .named(subject.value())
            .event());
    plans.apply(subscribed.id("evt_s_" + customer).event());
  }

  /** Signs a person up and delivers the event. */
  public SubjectId signUp(String uid) {
    SubjectId subject = new SubjectId(uid);
    cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    writeAccount(subject, Fields.of(Map.of("displayName", "Ann")));
    return subject;
  }

  /** Writes the app's account document and delivers the event to the consent service. */
  public void writeAccount(SubjectId subject, Fields fields) {
    consents.accountWritten(subject, write(account(subject), fields));
  }

  public static DocumentPath account(SubjectId subject) {
    return DocumentPath.of("users", subject.value());
  }

  public static DocumentPath prompt(SubjectId subject, String id) {
    return DocumentPath.of("users", subject.value(), "prompts", id);
  }

  /** Writes a document as the app does, and returns the change without delivering it. */
  public DocumentChange write(DocumentPath path, Fields fields) {
    return changing(
        () -> {
          cloud.documents().set(path, fields);
        },
        path);
  }

  /** Writes a document without delivering an event. */
  public void put(String path, Fields fields) {
    write(new DocumentPath(path), fields);
  }

  /** Deletes a document without delivering an event. */
  public void remove(String path) {
    cloud.documents().delete(List.of(new DocumentPath(path)));
  }

  public Optional<Fields> at(String path) {
    return cloud.documents().get(new DocumentPath(path)).map(Document::fields);
  }

  public boolean isThere(String path) {
    return at(path).isPresent();
  }

  /** Makes every bucket keep noncurrent generations from now on. */
  public void keepGenerations() {
    List.of("uploads", "content", "evidence", "exports", "releases")
        .forEach(bucket -> cloud.blobs().keepGenerations(bucket, true));
  }

  /** Writes an object without delivering an event. */
  public void putBlob(String bucket, String name) {
    try {
      cloud
          .blobs()
          .write(
              new BlobId(bucket, name),
              "image/png",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(new byte[] {4, 5, 6}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Marks content as deleted, as the app does for its owner, and delivers the event. */
  public void markDeleted(String path) {
    DocumentPath item = new DocumentPath(path);
    Fields fields = at(path).orElse(Fields.empty());
    handle(write(item, fields.with("deletedAt", clock.instant())));
  }

  /** Deletes a document as the app does, and returns the change without delivering it. */
  public DocumentChange delete(DocumentPath path) {
    return changing(() -> cloud.documents().delete(List.of(path)), path);
  }

  private DocumentChange changing(Runnable write, DocumentPath path) {
    Optional<Document> before = cloud.documents().get(path);
    write.run();
    return new DocumentChange(path, before, cloud.documents().get(path));
  }

  /** Delivers a change of content to the services, as the function does. */
  public void handle(DocumentChange change) {
    StepRunner steps = new StepRunner();
    steps.run(() -> deletions.written(change));
    steps.run(() -> stamping.written(change));
    steps.run(() -> sealing.sealWritten(change));
    steps.throwFailure();
  }

  /** Writes a prompt and delivers the event. */
  public DocumentPath createPrompt(SubjectId subject, String id) {
    DocumentPath path = prompt(subject, id);
    handle(write(path, Fields.of(Map.of("text", "a castle"))));
    return path;
  }

  /** Returns the changes since the previous call. */
  public List<DocumentChange> newChanges() {
    List<DocumentChange> found = new ArrayList<>();
    List<LoggedChange> page = cloud.documents().changes(changesSeen, 1_000);
    while (!page.isEmpty()) {
      for (LoggedChange each : page) {
        found.add(each.change());
        changesSeen = each.sequence();
      }
      page = cloud.documents().changes(changesSeen, 1_000);
    }
    return found;
  }

  /** Drops all due tasks. */
  public void loseTasks() {
    List<Delivery> due = cloud.tasks().lease(1_000, Duration.ofMinutes(1));
    due.forEach(each -> cloud.tasks().settle(each.message()));
  }

  /** Runs due tasks until there are none. */
  public void runTasks() {
    runTasks(task -> true);
  }

  /** Runs the due tasks that match {@code wanted}; defers the others. */
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
      case REDRIVE -> services.redrive().handle(RedriveTask.of(task));
      case CLAIMS -> services.claims().handle(UpdateClaims.of(task));
      case CORPUS -> services.corpusEntryWork().handle(Due.of(task));
      case BUILD_EXPORT -> services.exports().handle(Due.of(task));
      case RELEASE -> services.releases().handle(ScanTask.of(task));
      case WITHDRAW -> corpus.handle(Withdraw.of(task));
      case REPAIR -> services.repair().handle(RepairTask.of(task));
      case ERASE -> erasureExecution.handle(RemovalTask.of(task));
      case LATE_WRITE -> services.lateWrites().handle(LateWrite.of(task));
      case PURGE -> retention.handle(RemovalTask.of(task));
      case HOLD -> services.holds().handle(HoldTask.of(task));
      case CERTIFY -> certifying.handle(CertifyTask.of(task));
      default -> throw new IllegalStateException("no service handles " + task.topic());
    }
  }

  /** Returns all documents by path, including those beneath missing documents. */
  public Map<DocumentPath, Fields> allDocuments() {
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

  /** Returns the content paths that the corpus admits. */
  public List<String> admitted() {
    return inCorpus("admitted");
  }

  /** Returns the content paths of the corpus entries in a state. */
  public List<String> inCorpus(String state) {
    return contents(Query.group("corpus").whereEqual("state", state));
  }

  /** Returns the content paths of one subject's corpus entries in a state. */
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
