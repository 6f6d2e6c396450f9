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
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the demo plays: what people, Stripe and the console do to a local cloud, and what its
 * stores say afterwards.
 */
public final class DemoCloud implements AutoCloseable {
  private static final Duration MAX_WAITING = Duration.ofSeconds(30);
  private static final Duration A_MOMENT = Duration.ofSeconds(20);

  private final StoryTime clock;
  private final LocalCloud cloud;
  private final FunctionCalls calls;
  private final StripeSender stripe;

  /** Starts a cloud in a directory that is empty. */
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

  /** Lets everything that follows from what was done happen, then a moment pass. */
  private void settle() {
    if (!cloud.bridge().untilIdle(MAX_WAITING)) {
      throw new IllegalStateException("the functions were not done in time");
    }
    forward(A_MOMENT);
  }

  /** Signs a person up. */
  public void signUp(String uid) {
    cloud.platform().signUp(new SubjectId(uid), now());
    settle();
  }

  /** A person makes something: {@code prompts/p1}. */
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

  /** A person sets something in their account. */
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

  /** Stripe delivers an event: the status and body of our answer. */
  String deliver(JsonObject event) {
    byte[] body = StripeJson.bytes(event);
    return deliver(body, cloud.secrets().webhookSecret(), now());
  }

  /** Somebody delivers an event signed with this secret at this time. */
  String deliver(byte[] body, String secret, Instant signedAt) {
    String answer =
        stripe
            .send(body, StripeSignature.header(secret, body, signedAt))
            .map(DemoCloud::shown)
            .orElse("no answer");
    settle();
    return answer;
  }

  private static String shown(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.body();
  }

  String secret() {
    return cloud.secrets().webhookSecret();
  }

  List<ItemDecision> gate(String uid) {
    return cloud.services().gate().decisions(new SubjectId(uid));
  }

  /** Whether the gate says yes to the item. */
  boolean passes(String uid, String item) {
    return gate(uid).stream()
        .anyMatch(each -> each.item().equals(item) && each.decision().eligible());
  }

  /** Whether the gate says no to the item for this reason, among others. */
  boolean refuses(String uid, String item, GateReason reason) {
    return gate(uid).stream()
        .anyMatch(each -> each.item().equals(item) && each.decision().reasons().contains(reason));
  }

  PlanStatus standing(String uid) {
    return cloud.services().gate().planStatus(new SubjectId(uid));
  }

  /** {@code admitted}, {@code withdrawn} or {@code absent}. */
  String inCorpus(String uid, String item) {
    return entry(uid, item).flatMap(each -> each.fields().string("state")).orElse("absent");
  }

  /** Whether trainers are told to forget the item, without being told whose it was. */
  boolean isRecalled(String uid, String item) {
    return entry(uid, item)
        .flatMap(each -> get("withdrawals/" + each.path().id()))
        .filter(recall -> !recall.fields().has("uid"))
        .isPresent();
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

  /** What people do with images, and what becomes of them. */
  VaultDemoCloud vault() {
    return new VaultDemoCloud(cloud, clock, calls, this::settle);
  }

  /** Where things and people are deleted, and what is left of them. */
  ErasureDemoCloud erasure() {
    return new ErasureDemoCloud(cloud, this::settle);
  }

  /** What is certified and sealed. */
  ProofDemoCloud proof() {
    return new ProofDemoCloud(cloud, clock, this::settle);
  }

  /** Where evidence is kept, among others. */
  Blobs evidence() {
    return cloud.cloud().blobs();
  }

  /** What it plays on. */
  LocalPlatform platform() {
    return cloud.platform();
  }

  /** How long each function's events took, where that is measured. */
  Map<String, Latencies> latencies() {
    return cloud.bridge().latencies();
  }

  /** The claims in the person's next ID token. */
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
