package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.local.app.StripeJson;
import com.anykoma.privacy.local.app.StripeJson.Subscription;
import com.anykoma.privacy.local.app.StripeSender;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.Latencies;
import com.anykoma.privacy.local.cloud.LocalPlatform;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleContent;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.ItemDecision;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The local cloud of the demo, with the actions of people, Stripe and the console. */
public final class DemoCloud implements AutoCloseable {
  private static final Duration MAX_WAITING = Duration.ofSeconds(30);
  private static final Duration PAUSE_AFTER_STEP = Duration.ofSeconds(20);

  private final StoryTime clock;
  private final LocalCloud cloud;
  private final FunctionCalls calls;
  private final StripeSender stripe;
  private final SampleProduct product;

  /** Starts a cloud in an empty directory. */
  public DemoCloud(PrivacyFiles files, CloudChoice choice, Path directory) {
    this.product = SampleProduct.of(files);
    this.clock = choice.time();
    this.cloud = LocalCloud.open(files, choice, directory, clock);
    this.calls = new FunctionCalls(cloud.host().base());
    this.stripe = new StripeSender(calls, cloud.secrets(), clock);
  }

  SampleProduct product() {
    return product;
  }

  /** Returns a time for an event of Stripe: later than earlier writes even in whole seconds. */
  Instant now() {
    return clock.awaitNow();
  }

  /** Waits until the last action is more than a second ago. */
  void awaitNextSecond() {
    clock.awaitNow();
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
    cloud.platform().signUp(new SubjectId(uid), product, clock.instant());
    settle();
  }

  /** An item of the content for texts. */
  SampleItem text(String uid, String id) {
    return product.texts().orElseThrow().item(uid, id);
  }

  /** An item of other content for texts. */
  SampleItem otherText(String uid, String id) {
    return product.otherTexts().orElseThrow().item(uid, id);
  }

  /** An item of the content with images; without images, of the content for texts. */
  SampleItem image(String uid, String id) {
    return product.images().or(product::texts).orElseThrow().item(uid, id);
  }

  /** A person creates an item. */
  void create(SampleItem item) {
    create(item, SampleContent.TEXT);
  }

  /** A person creates an item with this text. */
  void create(SampleItem item, String text) {
    product.documents(item, text, clock.instant()).forEach(cloud.documents()::create);
    settle();
  }

  /** The app creates a document. */
  public void create(String path, Fields fields) {
    cloud.documents().create(new DocumentPath(path), fields);
    settle();
  }

  /** A person changes a setting of their account. */
  public void set(String uid, String field, boolean value) {
    DocumentPath account = product.account(new SubjectId(uid));
    change(account, fields -> fields.with(field, value));
  }

  /** A person deletes or restores an item by {@code deletedAt}, as the app does it. */
  void setDeletedAt(SampleItem item, Optional<Instant> deletedAt) {
    change(item.path(), fields -> fields.without("deletedAt").with("deletedAt", deletedAt));
  }

  private void change(DocumentPath path, UnaryOperator<Fields> change) {
    cloud
        .documents()
        .transact(
            tx -> {
              tx.set(path, change.apply(tx.read(path).orElseThrow().fields()));
              return true;
            });
    settle();
  }

  void deleteInConsole(String uid) {
    cloud.platform().deleteAccount(new SubjectId(uid));
    settle();
  }

  /** Delivers {@code customer.subscription.*}; returns the status and body of the answer. */
  String deliver(String id, String change, Instant created, Subscription subscription) {
    return deliver(StripeJson.event(id, change, created, subscription));
  }

  /** Delivers a Stripe event; returns the status and body of the answer. */
  String deliver(JsonObject event) {
    byte[] body = StripeJson.bytes(event);
    return deliver(body, cloud.secrets().webhookSecret(), clock.instant());
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
  boolean passes(SampleItem item) {
    return decision(item).filter(each -> each.decision().eligible()).isPresent();
  }

  /** Whether the gate refuses the item and the reason is one of its reasons. */
  boolean refuses(SampleItem item, GateReason reason) {
    return decision(item).filter(each -> each.decision().reasons().contains(reason)).isPresent();
  }

  private Optional<ItemDecision> decision(SampleItem item) {
    return gate(item.uid()).stream().filter(each -> each.item().equals(item.name())).findFirst();
  }

  PlanStatus planStatus(String uid) {
    return cloud.services().gate().planStatus(new SubjectId(uid));
  }

  /** Whether the person is on the plan of everybody without a subscription. */
  boolean hasFreePlan(String uid) {
    return planStatus(uid).plan().equals(product.freePlan().name());
  }

  /** {@code admitted}, {@code withdrawn} or {@code absent}. */
  String corpusState(SampleItem item) {
    return entry(item).flatMap(each -> each.fields().string("state")).orElse("absent");
  }

  /** Whether no release has a copy of the item, and no new one will. */
  boolean isForgotten(SampleItem item) {
    return entry(item)
        .map(CorpusEntry::new)
        .filter(
            it ->
                !it.isAdmitted()
                    && it.copyId().isEmpty()
                    && it.released().stream().noneMatch(cloud.services().releaseStore()::hasCopy))
        .isPresent();
  }

  /** The corpus entry of an item. */
  Optional<Document> entry(SampleItem item) {
    Query query = Query.in(new CollectionPath("corpus")).whereEqual("content", item.path().value());
    return cloud.documents().find(query).stream().findFirst();
  }

  Optional<Document> get(String path) {
    return get(new DocumentPath(path));
  }

  Optional<Document> get(DocumentPath path) {
    return cloud.documents().get(path);
  }

  long count(String collection) {
    return cloud.documents().count(Query.in(new CollectionPath(collection)));
  }

  /** The actions with images, buckets and keys. */
  VaultDemoCloud vault() {
    return new VaultDemoCloud(cloud, clock, calls, this::settle);
  }

  /** The actions with releases. */
  ImprovementDemoCloud improvement() {
    return new ImprovementDemoCloud(cloud, this::settle);
  }

  /** The actions of people who exercise their rights. */
  RightsDemoCloud rights() {
    return new RightsDemoCloud(cloud, product, clock, calls, this::settle);
  }

  /** Calls EraseAccount as a person; returns the status and body of the answer. */
  String eraseAccount(String uid, String method) {
    String answer =
        call(
            DeployedFunction.ERASE_ACCOUNT,
            uid,
            method,
            method.equals("POST") ? "{\"confirm\": \"erase\"}" : "");
    settle();
    return answer;
  }

  /** Calls CheckText as a person; returns the status and body of the answer. */
  String checkText(String uid, String text) {
    JsonObject body = new JsonObject();
    body.addProperty("text", text);
    return call(DeployedFunction.CHECK_TEXT, uid, "POST", body.toString());
  }

  private String call(DeployedFunction function, String uid, String method, String body) {
    Optional<String> token = cloud.platform().idToken(new SubjectId(uid));
    return text(
        FunctionCalls.send(
            calls.request(token, method, "/" + function.functionName(), body),
            BodyHandlers.ofString()));
  }

  /** The fulfilled orders of a collection, which contain no identifiers, newest first. */
  List<RemovalOrder> fulfilled(String collection) {
    return cloud.documents().find(Query.in(new CollectionPath(collection))).stream()
        .map(RemovalOrder::of)
        .filter(it -> it.fulfilledAt().isPresent() && it.subject().isEmpty())
        .sorted((one, other) -> other.requestedAt().compareTo(one.requestedAt()))
        .toList();
  }

  /** All data about a person. */
  List<String> traces(String uid) {
    return Traces.of(cloud.cloud(), uid);
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

  /** The claim with the plan in the person's next ID token. */
  String planClaim(String uid) {
    return cloud
        .cloud()
        .accounts()
        .get(new SubjectId(uid))
        .map(account -> String.valueOf(account.claims().get(product.planClaim())))
        .orElse("none");
  }

  @Override
  public void close() {
    cloud.close();
  }
}
