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
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;
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
import com.anykoma.privacy.rights.erasure.ErasureExecutionService;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.usage.plan.Heard;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.training.CorpusService;
import com.anykoma.privacy.usage.training.GateService;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An embedded cloud with the services on it, built as production builds them ({@link Services}),
 * and the app, its users, the payment provider and the passing of time played by the test.
 */
public final class World implements AutoCloseable {
  private static final PrivacyFiles SHIPPED = PrivacyFiles.shipped().with(Heard.CATALOG);

  public final SettableClock clock = new SettableClock(EventFixtures.START);
  public final EmbeddedCloud cloud;
  public final SubjectHash hash =
      new SubjectHash("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
  public final PrivacyFiles files;
  public final Services services;
  public final DataMap dataMap;
  public final Policies policies = Policies.shipped();
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
  public final ErasureExecutionService erasing;
  public final RetentionService retention;
  public final CertifyService certifying;

  /** One source for all services: two would give entries of the audit log the same ids. */
  private final Random random = new Random(7);

  private long changesSeen;

  public World(Path directory) {
    this(directory, SHIPPED.dataMap());
  }

  /** A world with another data map than the shipped one. */
  public World(Path directory, DataMap dataMap) {
    this.dataMap = dataMap;
    files = SHIPPED.with(dataMap, "ab".repeat(32));
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
    erasing = services.erasing();
    retention = services.retention();
    certifying = services.certifying();
  }

  /** A world whose data map is the shipped one and some locations more. */
  public static World withLocations(Path directory, String yaml) {
    try (InputStream in = DataMap.class.getResourceAsStream("/privacy/datamap.yaml")) {
      String shipped = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return new World(directory, DataMap.read(Setting.parse("datamap.yaml", shipped + yaml)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The services on other ports: another instance, with caches of its own. */
  public Services on(Cloud ports) {
    return on(ports, files);
  }

  /** The services with other limits of the circuit breakers. */
  public Services with(CircuitBreakerLimits limits) {
    return on(cloud, files.with(limits));
  }

  /** The services on other ports and with other settings. */
  public Services on(Cloud ports, PrivacyFiles settings) {
    return new Services(ports, settings, hash, random, clock);
  }

  /** Lets days pass. */
  public void days(int count) {
    clock.advance(Duration.ofDays(count));
  }

  /** Has the independent verifier look at what an order has removed. */
  public void certify(RemovalOrder order) {
    certifying.handle(verification(order));
  }

  /** The task that asks the independent verifier to look. */
  public static CertifyTask verification(RemovalOrder order) {
    return new Removed(order.path().collection().id(), order.id());
  }

  /** Begins the erasure of a person and removes what there is; nothing is certified yet. */
  public RemovalOrder removed(SubjectId subject) {
    erasures.begin(subject, "account-deleted");
    RemovalOrder order = order(subject);
    erasing.erase(order.id());
    return again(order);
  }

  /** Erases a person and has it certified, as far as may be. */
  public RemovalOrder erased(SubjectId subject) {
    RemovalOrder order = removed(subject);
    certify(order);
    erasing.erase(order.id());
    return again(order);
  }

  /** The latest order to erase the person. */
  public RemovalOrder order(SubjectId subject) {
    return erasures.status(subject).orElseThrow();
  }

  /** The order as it is now. */
  public RemovalOrder again(RemovalOrder order) {
    return RemovalOrder.of(cloud.documents().get(order.path()).orElseThrow());
  }

  /** Carries an order to erase out once more, when it is due. */
  public RemovalOrder carriedOut(RemovalOrder order) {
    RemovalOrder now = again(order);
    if (now.nextAttemptAt().filter(it -> it.isAfter(clock.instant())).isPresent()) {
      clock.set(now.nextAttemptAt().orElseThrow());
    }
    erasing.erase(order.id());
    return again(order);
  }

  /** The orders to purge a document, the latest first. */
  public List<RemovalOrder> purgesOf(String path) {
    return services.purgePreview().ordersOf(new DocumentPath(path));
  }

  /** Purges and certifies an item by its order, once that is due. */
  public RemovalOrder purged(RemovalOrder order) {
    if (order.restorableUntil().isAfter(clock.instant())) {
      clock.set(order.restorableUntil());
    }
    retention.purge(order.id());
    certify(order);
    retention.purge(order.id());
    return again(order);
  }

  public Optional<Certificate> certificateOf(RemovalOrder order) {
    return services.certificates().of(again(order));
  }

  /** The file of the certificate of a round. */
  public Optional<Bytes> fileOf(RemovalOrder order, long round) {
    return services.evidence().certificate(order.id(), order.requestedAt(), round);
  }

  /** The task by which the independent verifier tells that something is left. */
  public Optional<DiscrepanciesFound> reportedDiscrepancies(Topic topic) {
    return cloud.tasks().lease(1_000, Duration.ofSeconds(1)).stream()
        .map(Delivery::task)
        .filter(it -> Topic.of(it.topic()).equals(Optional.of(topic)))
        .map(RemovalTask::of)
        .flatMap(
            it -> it instanceof DiscrepanciesFound reported ? Stream.of(reported) : Stream.empty())
        .findFirst();
  }

  /** Hands out everything that is due, as the sweep does. */
  public int sweep() {
    return services.duePurges().dispatch(Instant.MAX)
        + services.dueErasures().dispatch(Instant.MAX)
        + services.dueHolds().dispatch(Instant.MAX);
  }

  /** Lets the payment provider know a customer of the person's with a subscription, and tell us. */
  public void subscribes(SubjectId subject, String customer) {
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
    return changing(
        () -> {
          cloud.documents().set(path, fields);
        },
        path);
  }

  /** Puts a document there, and tells nobody. */
  public void put(String path, Fields fields) {
    write(new DocumentPath(path), fields);
  }

  /** Deletes a document, and tells nobody. */
  public void remove(String path) {
    cloud.documents().delete(List.of(new DocumentPath(path)));
  }

  public Optional<Fields> at(String path) {
    return cloud.documents().get(new DocumentPath(path)).map(Document::fields);
  }

  public boolean isThere(String path) {
    return at(path).isPresent();
  }

  /** From now on every bucket keeps what is overwritten or deleted in it. */
  public void keepsGenerations() {
    List.of("uploads", "content", "evidence")
        .forEach(bucket -> cloud.blobs().keepGenerations(bucket, true));
  }

  /** Puts an object there, and tells nobody. */
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

  /**
   * Marks content as deleted, as the app does when its owner deletes it, and tells the services.
   */
  public void deletes(String path) {
    DocumentPath item = new DocumentPath(path);
    Fields fields = at(path).orElse(Fields.empty());
    written(write(item, fields.with("deletedAt", clock.instant())));
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

  /** The tasks that are due are lost. */
  public void loseTasks() {
    List<Delivery> due = cloud.tasks().lease(1_000, Duration.ofMinutes(1));
    due.forEach(each -> cloud.tasks().settle(each.message()));
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
      case REDRIVE -> services.redrive().handle(RedriveTask.of(task));
      case CLAIMS -> services.claims().handle(UpdateClaims.of(task));
      case WITHDRAW -> corpus.handle(Withdraw.of(task));
      case REPAIR -> services.repair().handle(RepairTask.of(task));
      case ERASE -> erasing.handle(RemovalTask.of(task));
      case LATE_WRITE -> services.lateWrites().handle(LateWrite.of(task));
      case PURGE -> retention.handle(RemovalTask.of(task));
      case HOLD -> services.holds().handle(HoldTask.of(task));
      case CERTIFY -> certifying.handle(CertifyTask.of(task));
      default -> throw new IllegalStateException("nobody does " + task.topic());
    }
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
