package com.anykoma.privacy.functions;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.edge.StripeSignature;
import com.anykoma.privacy.plan.Standing;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import com.google.crypto.tink.Aead;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The functions on an embedded cloud in a test's folder, with a clock that stands still. */
final class Stack implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String SECRET = "whsec_of_this_test_only";

  final EmbeddedCloud cloud;
  final Wiring wiring;
  private final StripeWebhookFunction webhook;

  Stack(Path directory) {
    this(directory, UnaryOperator.identity());
  }

  /**
   * @param faults wraps the documents that the functions see
   */
  Stack(Path directory, UnaryOperator<Documents> faults) {
    cloud = EmbeddedCloud.open(directory, () -> NOW);
    Config config =
        new Config(
            Optional.of(new StripeEvents(List.of(SECRET), false, Optional.empty())),
            Bytes.of(new byte[32]));
    wiring = new Wiring(config, new Faulty(cloud, faults.apply(cloud.documents())), () -> NOW);
    webhook = new StripeWebhookFunction(wiring);
  }

  /** The cloud with other documents. */
  private record Faulty(Cloud cloud, @Override Documents documents) implements Cloud {
    @Override
    public Documents keys() {
      return cloud.keys();
    }

    @Override
    public Blobs blobs() {
      return cloud.blobs();
    }

    @Override
    public Accounts accounts() {
      return cloud.accounts();
    }

    @Override
    public Billing billing() {
      return cloud.billing();
    }

    @Override
    public Tasks tasks() {
      return cloud.tasks();
    }

    @Override
    public Aead kek() {
      return cloud.kek();
    }
  }

  /** An account as the app makes it, already noticed by us. */
  SubjectId signUp(String uid) {
    SubjectId subject = new SubjectId(uid);
    cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    DocumentPath path = DocumentPath.of("users", uid);
    cloud.documents().create(path, Fields.empty().with("createdAt", NOW));
    Document account = cloud.documents().get(path).orElseThrow();
    wiring
        .consent()
        .accountWritten(subject, new DocumentChange(path, Optional.empty(), Optional.of(account)));
    return subject;
  }

  FakeResponse send(FakeRequest request) throws IOException {
    FakeResponse response = new FakeResponse();
    webhook.service(request, response);
    return response;
  }

  /** Asks the Content function for a path as this person. */
  FakeResponse ask(String method, SubjectId asking, String path, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new HashMap<>(more);
    headers.putIfAbsent("Authorization", "Bearer " + cloud.accounts().issueIdToken(asking));
    FakeResponse response = new FakeResponse();
    new ContentFunction(wiring)
        .service(FakeRequest.of(method, "http://localhost" + path, headers), response);
    return response;
  }

  FakeResponse get(SubjectId asking, String path) throws IOException {
    return ask("GET", asking, path, Map.of());
  }

  /** Uploads as the app does, and tells the function of it. */
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
    new BlobUploadedFunction(wiring).handle(upload);
  }

  /** Writes a document as the app does, and tells the function of it. */
  void write(String path, Fields fields) {
    DocumentPath content = new DocumentPath(path);
    Optional<Document> before = cloud.documents().get(content);
    cloud
        .documents()
        .transact(
            tx -> {
              tx.set(content, fields);
              return true;
            });
    wiring.content().written(new DocumentChange(content, before, cloud.documents().get(content)));
  }

  FakeResponse send(byte[] body) throws IOException {
    return send(FakeRequest.post(signed(body), body));
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

  Standing standing(SubjectId subject) {
    return wiring.gate().standing(subject);
  }

  /** The tasks that wait, each handed to the function of its topic, until none is left. */
  List<Task> runTasks() {
    List<Task> done = new ArrayList<>();
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    while (!leased.isEmpty()) {
      for (SqliteTasks.Delivery delivery : leased) {
        run(delivery.task());
        cloud.tasks().settle(delivery.task().id());
        done.add(delivery.task());
      }
      leased = cloud.tasks().lease(10, Duration.ofMinutes(1));
    }
    return done;
  }

  private void run(Task task) {
    switch (task.topic()) {
      case "withdraw" -> new WithdrawFunction(wiring).handle(task);
      case "claims" -> new ClaimsFunction(wiring).handle(task);
      case "redrive" -> new RedriveFunction(wiring).handle(task);
      case "seal" -> new SealFunction(wiring).handle(task);
      case "rewrap" -> new RewrapFunction(wiring).handle(task);
      case "sweep" -> new SweepFunction(wiring).handle(task);
      case "attest" -> new AttestFunction(wiring).handle(task);
      default -> throw new IllegalStateException("no function for " + task);
    }
  }

  /** Every document there is, by path. */
  Map<String, Document> everything() {
    Map<String, Document> all = new HashMap<>();
    collect(Optional.empty(), all);
    return all;
  }

  private void collect(Optional<DocumentPath> parent, Map<String, Document> all) {
    for (String id : cloud.documents().collections(parent)) {
      CollectionPath collection =
          parent.map(it -> it.collection(id)).orElseGet(() -> new CollectionPath(id));
      for (Document each : cloud.documents().find(Query.in(collection).limit(1000))) {
        all.put(each.path().value(), each);
        collect(Optional.of(each.path()), all);
      }
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
