package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeSender;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.Latencies;
import com.anykoma.privacy.local.cloud.LocalPlatform;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.ItemDecision;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local cloud of the demo, with the actions of people, Stripe and the console, and reads of the
 * stores.
 */
public final class DemoCloud implements AutoCloseable {
  private static final Duration MAX_WAITING = Duration.ofSeconds(30);
  private static final Duration PAUSE_AFTER_STEP = Duration.ofSeconds(20);

  private final StoryTime clock;
  private final LocalCloud cloud;
  private final FunctionCalls calls;
  private final StripeSender stripe;

  /** Starts a cloud in an empty directory. */
  public DemoCloud(CloudChoice choice, Path directory) {
    this.clock = choice.time();
    this.cloud = LocalCloud.open(choice, directory, clock);
    this.calls = new FunctionCalls(cloud.host().base());
    this.stripe = new StripeSender(calls, cloud.secrets(), clock);
  }

  Instant now() {
    return clock.instant();
  }

  void forward(Duration by) {
    clock.forward(by);
  }

  /** Waits until the functions have processed all events, then moves the clock forward a little. */
  private void settle() {
    if (!cloud.bridge().untilIdle(MAX_WAITING)) {
      throw new IllegalStateException("the functions did not finish in time");
    }
    forward(PAUSE_AFTER_STEP);
  }

  /** Signs a person up. */
  public void signUp(String uid) {
    cloud.platform().signUp(new SubjectId(uid), now());
    settle();
  }

  /** A person creates an item such as {@code prompts/p1}. */
  public void create(String uid, String item) {
    cloud
        .documents()
        .create(
            new DocumentPath("users/" + uid + "/" + item),
            Fields.empty()
                .with(item.startsWith("images/") ? "title" : "text", "a red dragon over the sea")
                .with("createdAt", now()));
    settle();
  }

  /** A person changes a setting of their account. */
  public void set(String uid, String field, boolean value) {
    Document account = cloud.documents().get(DocumentPath.of("users", uid)).orElseThrow();
    cloud
        .documents()
        .update(account.path(), account.updateTime(), Fields.empty().with(field, value));
    settle();
  }

  void deleteInConsole(String uid) {
    cloud.platform().deleteAccount(new SubjectId(uid));
    settle();
  }

  /** Delivers a Stripe event; returns the status and body of the answer. */
  String deliver(JsonObject event) {
    byte[] body = StripeJson.bytes(event);
    return deliver(body, cloud.secrets().webhookSecret(), now());
  }

  /** Delivers an event signed with the given secret and time; returns status and body. */
  String deliver(byte[] body, String secret, Instant signedAt) {
    String answer =
        stripe
            .send(body, StripeSignature.header(secret, body, signedAt))
            .map(DemoCloud::text)
            .orElse("no answer");
    settle();
    return answer;
  }

  private static String text(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.body();
  }

  String secret() {
    return cloud.secrets().webhookSecret();
  }

  List<ItemDecision> gate(String uid) {
    return cloud.services().gate().decisions(new SubjectId(uid));
  }

  /** Whether the gate permits the item. */
  boolean passes(String uid, String item) {
    return gate(uid).stream()
        .anyMatch(each -> each.item().equals(item) && each.decision().eligible());
  }

  /** Whether the gate refuses the item and the reason is one of its reasons. */
  boolean refuses(String uid, String item, GateReason reason) {
    return gate(uid).stream()
        .anyMatch(each -> each.item().equals(item) && each.decision().reasons().contains(reason));
  }

  PlanStatus planStatus(String uid) {
    return cloud.services().gate().planStatus(new SubjectId(uid));
  }

  /** {@code admitted}, {@code withdrawn} or {@code absent}. */
  String corpusState(String uid, String item) {
    return entry(uid, item).flatMap(each -> each.fields().string("state")).orElse("absent");
  }

  /** Whether a withdrawal for trainers exists for the item, without its uid. */
  boolean isRecalled(String uid, String item) {
    return entry(uid, item)
        .flatMap(each -> get("withdrawals/" + each.path().id()))
        .filter(recall -> !recall.fields().has("uid"))
        .isPresent();
  }

  boolean isStamped(String uid, String item) {
    DocumentPath content = new DocumentPath("users/" + uid + "/" + item);
    return get(ItemStamp.pathOf(new SubjectId(uid), content).value()).isPresent();
  }

  private Optional<Document> entry(String uid, String item) {
    Query query =
        Query.in(new CollectionPath("corpus")).whereEqual("content", "users/" + uid + "/" + item);
    return cloud.documents().find(query).stream().findFirst();
  }

  Optional<Document> get(String path) {
    return cloud.documents().get(new DocumentPath(path));
  }

  long count(String collection) {
    return cloud.documents().count(Query.in(new CollectionPath(collection)));
  }

  /** The actions with images, buckets and keys. */
  VaultDemoCloud vault() {
    return new VaultDemoCloud(cloud, clock, calls, this::settle);
  }

  /** The actions of deletion and erasure. */
  ErasureDemoCloud erasure() {
    return new ErasureDemoCloud(cloud, this::settle);
  }

  /** The certificates and the audit log. */
  ProofDemoCloud proof() {
    return new ProofDemoCloud(cloud, clock, this::settle);
  }

  /** The buckets, including the evidence bucket. */
  Blobs evidence() {
    return cloud.cloud().blobs();
  }

  LocalPlatform platform() {
    return cloud.platform();
  }

  /** The delivery latencies by function, if the bridge measures them. */
  Map<String, Latencies> latencies() {
    return cloud.bridge().latencies();
  }

  /** The claim {@code plan} in the person's next ID token. */
  String planClaim(String uid) {
    return cloud
        .cloud()
        .accounts()
        .get(new SubjectId(uid))
        .map(account -> String.valueOf(account.claims().get("plan")))
        .orElse("none");
  }

  @Override
  public void close() {
    cloud.close();
  }
}
