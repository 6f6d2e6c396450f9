package com.anykoma.privacy.functions;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.events.TestEvent;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.LoggedChange;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.yaml.Setting;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** All functions on an embedded cloud in a test's folder, with a clock that the test moves. */
final class Stack implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String MAIL_KEY = "mail_key_of_this_test_only";
  static final URI PAGES = URI.create("https://example.com/privacy");
  static final String SECRET = "whsec_of_this_test_only";

  /** The only origin whose web pages may call the functions. */
  static final String ORIGIN = "https://app.example.com";

  private static final Path TERRAFORM = Path.of("..", "terraform");
  private static final FunctionRights RIGHTS =
      FunctionRights.read(Setting.file(TERRAFORM.resolve(Path.of("modules/privacy/iam.yaml"))));

  /** The deployed indexes. */
  static final Indexes INDEXES = indexes(FixtureProduct.FILES);

  final EmbeddedCloud cloud;

  /** For assertions, with all rights; functions use {@link #as}. */
  final Wiring wiring;

  private final PrivacyFiles product;
  private final Indexes indexes;
  private final Cloud ports;
  private final Map<Class<?>, Wiring> wirings = new HashMap<>();
  private final StripeWebhookFunction webhook;
  private Instant now = NOW;
  private Set<String> lost = Set.of();
  private long deliveredChanges;
  final List<String> refused = new ArrayList<>();

  /** The numbers of HTTP calls, and of calls by messages: tasks and events. */
  int requests;

  int messages;

  Stack(Path directory) {
    this(directory, UnaryOperator.identity());
  }

  /**
   * @param faults wraps the documents that the functions use
   */
  Stack(Path directory, UnaryOperator<Documents> faults) {
    this(
        directory,
        FixtureProduct.FILES,
        cloud -> Ports.of(cloud).with(faults.apply(cloud.documents())));
  }

  /** A stack that watches every port operation of every function. */
  Stack(Path directory, InterceptedPorts.Interceptor watch) {
    this(directory, FixtureProduct.FILES, cloud -> Ports.watched(cloud, port -> watch));
  }

  /** A stack with the settings of another product. */
  Stack(Path directory, PrivacyFiles product) {
    this(directory, product, Ports::of);
  }

  private Stack(Path directory, PrivacyFiles product, UnaryOperator<Cloud> wrapped) {
    this.product = product;
    indexes = indexes(product);
    cloud = EmbeddedCloud.open(directory, () -> now);
    servePage();
    ports = wrapped.apply(cloud);
    wiring = wiring(ports);
    webhook = new StripeWebhookFunction(as(StripeWebhookFunction.class));
  }

  /** Lets the registered page be the one that people see. */
  private void servePage() {
    String version = product.policies().all().get(0).version();
    Map<String, String> pages =
        Map.of(
            PAGES.toString(),
            "Last updated: " + version,
            PAGES + "/versions/" + version + ".md",
            product.folder().text("page.md"));
    try {
      Files.writeString(cloud.settings().changes(), new Gson().toJson(Map.of("pages", pages)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Indexes indexes(PrivacyFiles product) {
    return Indexes.read(product.folder().setting(DocumentIndex.FILE))
        .and(Indexes.read(Setting.file(TERRAFORM.resolve("modules/privacy/records.indexes.json"))));
  }

  private Wiring wiring(Cloud ports) {
    Config config =
        new Config(
            Optional.of(new StripeEvents(List.of(SECRET), false, Optional.empty())),
            List.of(MAIL_KEY),
            Optional.of(PAGES),
            Bytes.of(new byte[32]),
            Set.of(ORIGIN));
    return new Wiring(config, ports, product, () -> now);
  }

  /** The wiring of a function, with its deployed grants and indexes. */
  Wiring as(Class<?> function) {
    String name = DeployedFunction.of(function).functionName();
    return wirings.computeIfAbsent(
        function, it -> wiring(new GuardedCloud(ports, RIGHTS.guard(name), indexes)));
  }

  /** Creates an account as the app does, and delivers its event. */
  SubjectId signUp(String uid) {
    return signUp(uid, Optional.empty());
  }

  /** The same with an e-mail address. */
  SubjectId signUp(String uid, Optional<String> email) {
    SubjectId subject = new SubjectId(uid);
    cloud.accounts().create(subject, email.map(Sensitive::of), Optional.empty());
    DocumentPath path = product.dataMap().accountDocuments().document(uid);
    cloud.documents().create(path, Fields.empty().with("createdAt", NOW));
    Document account = cloud.documents().get(path).orElseThrow();
    as(AccountWrittenFunction.class)
        .services()
        .consent()
        .accountWritten(subject, new DocumentChange(path, Optional.empty(), Optional.of(account)));
    return subject;
  }

  FakeResponse send(FakeRequest request) throws IOException {
    requests++;
    FakeResponse response = new FakeResponse();
    webhook.service(request, response);
    return response;
  }

  /** Requests a path of the Content function as this user. */
  FakeResponse ask(String method, SubjectId caller, String path, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new HashMap<>(more);
    headers.putIfAbsent("Authorization", "Bearer " + cloud.accounts().issueIdToken(caller));
    requests++;
    FakeResponse response = new FakeResponse();
    new ContentFunction(as(ContentFunction.class))
        .service(FakeRequest.of(method, "http://localhost" + path, headers), response);
    return response;
  }

  FakeResponse get(SubjectId caller, String path) throws IOException {
    return ask("GET", caller, path, Map.of());
  }

  /** Uploads as the app does, and delivers the event. */
  void upload(SubjectId owner, String image, String contentType, byte[] bytes) throws IOException {
    Blob upload =
        cloud
            .blobs()
            .write(
                new BlobId("uploads", "users/" + owner.value() + "/images/" + image),
                contentType,
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(bytes));
    uploaded(upload);
  }

  /** Writes a document as the app does; {@link #settle} delivers the event. */
  void put(String path, Map<String, Object> fields) {
    set(new DocumentPath(path), Fields.of(fields));
  }

  private void set(DocumentPath path, Fields fields) {
    cloud.documents().set(path, fields);
  }

  /** Writes a document as the app does, and delivers the event. */
  void write(String path, Fields fields) {
    DocumentPath content = new DocumentPath(path);
    Optional<Document> before = cloud.documents().get(content);
    set(content, fields);
    written(new DocumentChange(content, before, cloud.documents().get(content)));
  }

  /** Creates an active subscription at Stripe without an event. */
  void subscribe(SubjectId subject, String customer, String subscription) {
    cloud.billing().putCustomer(customer, Optional.of(subject));
    cloud
        .billing()
        .put(
            new BillingSubscription(
                subscription,
                customer,
                SubscriptionStatus.ACTIVE,
                List.of(
                    new BillingSubscription.Item(
                        Optional.empty(), Optional.empty(), Optional.of("pro_monthly"), List.of())),
                Optional.empty()));
  }

  /** All orders of a collection: {@code erasures} or {@code purges}. */
  List<RemovalOrder> orders(String collection) {
    return cloud.documents().find(Query.in(new CollectionPath(collection))).stream()
        .map(RemovalOrder::of)
        .toList();
  }

  /** The paths of the content that training may use. */
  List<String> admitted() {
    return cloud.documents().find(Query.in(new CollectionPath("corpus"))).stream()
        .filter(it -> it.fields().string("state").equals(Optional.of("admitted")))
        .map(it -> it.fields().string("content").orElseThrow())
        .toList();
  }

  FakeResponse send(byte[] body) throws IOException {
    return send(FakeRequest.post(signed(body, now), body));
  }

  FakeResponse send(JsonObject event) throws IOException {
    return send(StripeJson.bytes(event));
  }

  static Map<String, String> signed(byte[] body) {
    return signed(body, NOW);
  }

  static Map<String, String> signed(byte[] body, Instant at) {
    return Map.of("Stripe-Signature", StripeSignature.header(SECRET, body, at));
  }

  PlanStatus standing(SubjectId subject) {
    return wiring.services().gate().planStatus(subject);
  }

  /** Delivers all events and tasks, but loses the tasks of these topics. */
  void settleWithout(Set<String> lost) {
    this.lost = lost;
    settle();
    this.lost = Set.of();
  }

  /** Delivers all tasks and their follow-up tasks. */
  List<Task> runTasks() {
    List<Task> done = new ArrayList<>();
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    while (!leased.isEmpty()) {
      for (SqliteTasks.Delivery delivery : leased) {
        if (!lost.contains(delivery.task().topic())) {
          run(delivery.task());
        }
        cloud.tasks().settle(delivery.message());
        done.add(delivery.task());
      }
      leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    }
    return done;
  }

  /**
   * Delivers each task and each follow-up task once, as the platform does without redelivery.
   *
   * @return the number of delivered tasks of orders
   */
  int runOnce() {
    int ofOrders = 0;
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    while (!leased.isEmpty()) {
      for (SqliteTasks.Delivery delivery : leased) {
        ofOrders += delivery.task().attributes().containsKey("order") ? 1 : 0;
        try {
          run(delivery.task());
        } catch (RuntimeException e) {
          refused.add(String.valueOf(e.getMessage()));
        }
        cloud.tasks().settle(delivery.task().id());
      }
      leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    }
    return ofOrders;
  }

  private void run(Task task) {
    messages++;
    DeployedFunction function =
        Arrays.stream(DeployedFunction.values())
            .filter(each -> each.trigger().taskTopic().equals(Optional.of(task.topic())))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no function for " + task));
    deliver(function.entryPoint(), TestEvent.published(task));
  }

  /** Delivers the event of an account's deletion. */
  void accountDeleted(SubjectId subject) {
    deliver(UserDeletedFunction.class, TestEvent.deleted(subject));
  }

  /** Delivers the event of a content write. */
  void written(DocumentChange change) {
    deliver(ContentWrittenFunction.class, TestEvent.written(change));
  }

  /** Delivers the event of an upload. */
  void uploaded(Blob upload) {
    deliver(BlobUploadedFunction.class, TestEvent.finalized(upload));
  }

  /**
   * Delivers an event to a function.
   *
   * @throws PermanentFailure when the function fails permanently, with the logged failure
   */
  private void deliver(Class<?> function, CloudEvent event) {
    deliver((CloudEventsFunction) DeployedFunction.of(function).create(as(function)), event);
  }

  static void deliver(CloudEventsFunction function, CloudEvent event) {
    try (LogLines log = new LogLines()) {
      function.accept(event);
      log.failures().stream()
          .filter(PermanentFailure.class::isInstance)
          .findFirst()
          .ifPresent(
              failure -> {
                throw (PermanentFailure) failure;
              });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves the clock. */
  void later(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  /** Loses the events of all writes so far. */
  void forgetChanges() {
    List<LoggedChange> changes = cloud.documents().changes(deliveredChanges, 1_000);
    while (!changes.isEmpty()) {
      deliveredChanges = changes.get(changes.size() - 1).sequence();
      changes = cloud.documents().changes(deliveredChanges, 1_000);
    }
  }

  /** Delivers a task as if it was published. */
  void task(String topic, Map<String, String> attributes) {
    run(new Task(topic, topic + "-" + now.toEpochMilli(), attributes));
  }

  /** Delivers the events of all new writes and all tasks, until none follows. */
  void settle() {
    boolean more = true;
    while (more) {
      List<LoggedChange> changes = cloud.documents().changes(deliveredChanges, 1_000);
      for (LoggedChange each : changes) {
        deliver(each.change());
        deliveredChanges = each.sequence();
      }
      boolean worked = !runTasks().isEmpty();
      more = worked || !changes.isEmpty();
    }
  }

  /** Delivers the event of a write; a permanent failure is acknowledged. */
  private void deliver(DocumentChange change) {
    List<String> path = change.path().segments();
    try {
      for (DeployedFunction each : DeployedFunction.values()) {
        if (each.trigger() instanceof Trigger.DocumentWritten written
            && written.patterns(product.dataMap()).stream()
                .anyMatch(it -> it.match(path).isPresent())) {
          messages++;
          deliver(each.entryPoint(), TestEvent.written(change));
        }
      }
    } catch (PermanentFailure e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  /** Like {@link #tracesOf}, but searches only known locations: faster with many subjects. */
  List<String> remainsOf(SubjectId subject) {
    List<String> remains = new ArrayList<>();
    String uid = subject.value();
    for (String root : List.of("users", "subjects")) {
      DocumentPath path = DocumentPath.of(root, uid);
      cloud.documents().get(path).ifPresent(it -> remains.add(path.value()));
      cloud.documents().descendants(List.of(path), Optional.empty(), 100).stream()
          .map(DocumentPath::value)
          .forEach(remains::add);
    }
    for (String collection :
        List.of(
            "corpus",
            "reviews",
            "safetyReviews",
            "breakGlass",
            "customers",
            "purges",
            "erasures",
            "holds",
            "errorLogs",
            "securityLogs")) {
      cloud
          .documents()
          .find(Query.in(new CollectionPath(collection)).whereEqual("uid", uid))
          .forEach(it -> remains.add(it.path().value()));
    }
    for (String bucket : List.of("uploads", "content")) {
      for (String folder : List.of("users/", "holds/")) {
        cloud
            .blobs()
            .listGenerations(bucket, folder + uid + "/", Optional.empty(), 100)
            .items()
            .forEach(it -> remains.add(bucket + ":" + it.id().name()));
      }
    }
    cloud.accounts().get(subject).ifPresent(it -> remains.add("account"));
    return remains;
  }

  /** All documents of both databases, objects and accounts that contain the uid. */
  List<String> tracesOf(SubjectId subject) {
    List<String> traces = new ArrayList<>();
    everything().values().stream()
        .filter(it -> names(it, subject.value()))
        .forEach(it -> traces.add(it.path().value()));
    for (String bucket : List.of("uploads", "content")) {
      cloud.blobs().listGenerations(bucket, "", Optional.empty(), 1_000).items().stream()
          .filter(it -> List.of(it.id().name().split("/")).contains(subject.value()))
          .forEach(it -> traces.add(bucket + ":" + it.id().name()));
    }
    cloud.accounts().get(subject).ifPresent(it -> traces.add("account"));
    return traces;
  }

  private static boolean names(Document document, String uid) {
    return document.path().segments().contains(uid)
        || FieldsWriter.write(document.fields()).contains("\"" + uid + "\"");
  }

  /** All documents, by path. */
  Map<String, Document> everything() {
    Map<String, Document> all = new HashMap<>();
    collect(Optional.empty(), all);
    return all;
  }

  private void collect(Optional<DocumentPath> parent, Map<String, Document> all) {
    for (String id : cloud.documents().collections(parent)) {
      CollectionPath collection =
          parent.map(it -> it.collection(id)).orElseGet(() -> new CollectionPath(id));
      for (String each : cloud.documents().ids(collection, Optional.empty(), 10_000).items()) {
        DocumentPath path = collection.existingDocument(each);
        cloud.documents().get(path).ifPresent(it -> all.put(path.value(), it));
        collect(Optional.of(path), all);
      }
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
