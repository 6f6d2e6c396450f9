package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the billed operations of each kind of event with all follow-up tasks, and compares
 * {@code docs/cost.md} with them. Key caches are cold, as on a new instance.
 */
@Tag("slow")
final class OperationsPerEventTest {
  /** A GIF of one pixel, without embedded metadata. */
  private static final byte[] PICTURE =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=");

  /** The columns of the page's table. */
  private static final List<String> BILLED =
      List.of(
          "firestoreReads",
          "firestoreWrites",
          "firestoreDeletes",
          "storageClassA",
          "storageClassB",
          "kmsCalls",
          "requests",
          "messages",
          "stripeCalls");

  private static final int MANY = 10;

  /** Enough entries that an empty shard of the index's 16 has no influence. */
  private static final int ENTRIES = 250;

  private static final String PRO = "pro_monthly";
  private static final long SECONDS_OF_A_MONTH = 2_592_000;

  /** The audit log's hours that are read again: three for late entries, and one a day later. */
  private static final int HOURS_LOOKED_BACK = 25;

  /** From this checkpoint to the 126th, the newest one is found with the same number of calls. */
  private static final int CHECKPOINTS = 63;

  @TempDir private Path directory;
  private Stack stack;
  private final Map<String, Map<String, BigDecimal>> measured = new LinkedHashMap<>();

  /** An action that may fail. */
  private interface Deed {
    void happen() throws IOException;
  }

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    stack.task("sweep", Map.of()); // writes the check value of the hash key, once
  }

  @AfterEach
  void close() {
    stack.close();
  }

  /** The operations billed for an action and its follow-up tasks. */
  private Map<String, BigDecimal> bill(Deed deed) throws IOException {
    Map<String, Long> before = stack.cloud.counts().snapshot();
    int requests = stack.requests;
    int messages = stack.messages;
    deed.happen();
    stack.settle();
    Map<String, BigDecimal> bill = new TreeMap<>();
    add(bill, "requests", stack.requests - requests);
    add(bill, "messages", stack.messages - messages);
    stack
        .cloud
        .counts()
        .snapshot()
        .forEach(
            (operation, count) -> add(bill, operation, count - before.getOrDefault(operation, 0L)));
    return bill;
  }

  /** Firestore bills each listed name as a read, and deletes separately from writes. */
  private static void add(Map<String, BigDecimal> bill, String operation, long times) {
    switch (operation) {
      case "requests", "messages" -> more(bill, operation, times);
      case "documents.read", "documents.listed", "documents.minimum" ->
          more(bill, "firestoreReads", times);
      case "keys.read", "keys.listed", "keys.minimum" -> more(bill, "firestoreReads", times);
      case "documents.write", "keys.write" -> more(bill, "firestoreWrites", times);
      case "documents.deletion", "keys.deletion" -> {
        more(bill, "firestoreWrites", -times);
        more(bill, "firestoreDeletes", times);
      }
      case "blobs.write", "blobs.list", "blobs.metadata" -> more(bill, "storageClassA", times);
      case "blobs.read", "blobs.stat" -> more(bill, "storageClassB", times);
      case "kek.encrypt", "kek.decrypt", "signing-kek.encrypt", "signing-kek.decrypt" ->
          more(bill, "kmsCalls", times);
      default -> {
        if (operation.startsWith("billing.")) {
          more(bill, "stripeCalls", times);
        } else {
          assertThat(FREE).as("whether %s is billed", operation).contains(operation);
        }
      }
    }
  }

  /** Counters that are not billed: parts of billed operations, and Firebase Auth, which is free. */
  private static final Set<String> FREE =
      Set.of(
          "documents.call",
          "documents.transaction",
          "keys.call",
          "keys.transaction",
          "blobs.delete",
          "tasks.publish",
          "tasks.lease",
          "tasks.settle",
          "accounts.create",
          "accounts.verify",
          "accounts.get",
          "accounts.getAll",
          "accounts.list",
          "accounts.disable",
          "accounts.revoke",
          "accounts.claims",
          "accounts.delete");

  private static void more(Map<String, BigDecimal> bill, String what, long times) {
    bill.merge(what, BigDecimal.valueOf(times), BigDecimal::add);
  }

  private static Map<String, BigDecimal> minus(
      Map<String, BigDecimal> all, Map<String, BigDecimal> part) {
    Map<String, BigDecimal> rest = new TreeMap<>(all);
    part.forEach((what, times) -> rest.merge(what, times.negate(), BigDecimal::add));
    return rest;
  }

  private static Map<String, BigDecimal> each(
      Map<String, BigDecimal> with, Map<String, BigDecimal> without) {
    return each(with, without, MANY);
  }

  /**
   * The cost of one of many additional items, to a tenth: the difference divided by their number.
   */
  private static Map<String, BigDecimal> each(
      Map<String, BigDecimal> with, Map<String, BigDecimal> without, int more) {
    Map<String, BigDecimal> each = minus(with, without);
    each.replaceAll(
        (what, times) -> times.divide(BigDecimal.valueOf(more), 1, RoundingMode.HALF_UP));
    return each;
  }

  /** The app writes a document, which is not part of the measurement. */
  private void appWrites(String path, Fields fields) {
    stack.cloud.documents().set(new DocumentPath(path), fields);
  }

  private SubjectId account(String uid) {
    SubjectId subject = new SubjectId(uid);
    stack.cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    appWrites("users/" + uid, Fields.empty().with("createdAt", stack.now()));
    return subject;
  }

  private SubjectId quiet(String uid) {
    SubjectId subject = account(uid);
    fresh();
    return subject;
  }

  /** Finishes earlier work and clears caches. */
  private void fresh() {
    stack.settle();
    stack.later(Duration.ofMinutes(10));
  }

  private void prompts(String uid, int from, int to) {
    for (int i = from; i < to; i++) {
      appWrites("users/" + uid + "/prompts/p" + i, Fields.empty().with("text", "a fox"));
    }
  }

  private void customer(String uid) throws IOException {
    stack.cloud.billing().putCustomer("cus_" + uid, Optional.of(new SubjectId(uid)));
    stack.send(
        StripeJson.event(
            "evt_c_" + uid,
            "customer.created",
            stack.now().getEpochSecond(),
            StripeJson.customer("cus_" + uid, uid)));
  }

  private void subscription(String uid, String event, String type, int month) throws IOException {
    long now = stack.now().getEpochSecond();
    long paidUntil = now + month * SECONDS_OF_A_MONTH;
    stack.cloud.billing().put(atStripe(uid, Instant.ofEpochSecond(paidUntil)));
    stack.send(
        StripeJson.event(
            event,
            "customer.subscription." + type,
            now,
            StripeJson.subscription("sub_" + uid, "cus_" + uid, "active", PRO, paidUntil)));
  }

  private static BillingSubscription atStripe(String uid, Instant paidUntil) {
    return new BillingSubscription(
        "sub_" + uid,
        "cus_" + uid,
        SubscriptionStatus.ACTIVE,
        List.of(
            new BillingSubscription.Item(
                Optional.of("price_" + PRO),
                Optional.of("prod_anykoma"),
                Optional.of(PRO),
                List.of())),
        Optional.of(paidUntil));
  }

  private void subscribe(String uid) throws IOException {
    customer(uid);
    subscription(uid, "evt_s_" + uid, "created", 1);
  }

  private Blob appUploads(String uid, String image) throws IOException {
    return stack
        .cloud
        .blobs()
        .write(
            new BlobId("uploads", "users/" + uid + "/images/" + image),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(PICTURE));
  }

  private void uploaded(Blob upload) throws IOException {
    stack.messages++;
    stack.uploaded(upload);
  }

  private void staffReview() throws IOException {
    stack.cloud.accounts().setClaims(quiet("staff"), Map.of("staff", List.of("safety")));
    quiet("author");
    appWrites("users/author/prompts/p1", Fields.empty().with("text", "a fox"));
    fresh();
    measured.put(
        "item-reviewed-for-safety",
        bill(
            () -> {
              review("POST", "", "{'content': 'users/author/prompts/p1', 'reason': 'reported'}");
              String leased = review("POST", "/batches", "{'count': 1}");
              String item = "/items/" + leased.replaceFirst(".*\"id\":\"", "").substring(0, 22);
              review("GET", item, "");
              review("POST", item + "/decision", "{'decision': 'harmless'}");
            }));
  }

  private String review(String method, String path, String body) throws IOException {
    stack.requests++;
    String token = stack.cloud.accounts().issueIdToken(new SubjectId("staff"));
    FakeResponse response = new FakeResponse();
    new ReviewDeskFunction(stack.as(ReviewDeskFunction.class))
        .service(
            FakeRequest.of(
                method,
                "http://localhost/safety" + path,
                Map.of("Authorization", "Bearer " + token),
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
            response);
    assertThat(response.status()).as(response.body()).isLessThan(300);
    return response.body();
  }

  private Map<String, BigDecimal> task(String topic) throws IOException {
    return bill(() -> stack.task(topic, Map.of()));
  }

  @Test
  void costPageMatchesTheMeasurement() throws Exception {
    peopleComeAndWrite();
    peoplePay();
    peopleDelete();
    nothingHappens();
    staffReview();

    List<String> missing =
        measured.entrySet().stream()
            .map(it -> "| %s |%s ".formatted(it.getKey(), cells(it.getValue())))
            .filter(row -> !page().contains("\n" + row))
            .toList();
    assertThat(missing).isEmpty();
  }

  private static String page() {
    try {
      return Files.readString(CostPageTest.PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row of the page's table; an empty cell stands for zero. */
  private static String cells(Map<String, BigDecimal> bill) {
    assertThat(BILLED).containsAll(bill.keySet());
    return BILLED.stream()
        .map(each -> bill.getOrDefault(each, BigDecimal.ZERO))
        .map(it -> it.signum() == 0 ? " |" : it.stripTrailingZeros().toPlainString() + " |")
        .map(cell -> " " + cell)
        .collect(Collectors.joining());
  }

  private Map<String, BigDecimal> of(String event) {
    return Objects.requireNonNull(measured.get(event));
  }

  private void peopleComeAndWrite() throws IOException {
    account("free");
    measured.put("sign-up", bill(() -> {}));
    fresh();
    prompts("free", 0, 1);
    measured.put("prompt-of-free", bill(() -> {}));
    quiet("painter");
    appWrites("users/painter/images/i0", Fields.empty().with("title", "fox"));
    fresh();
    Blob upload = appUploads("painter", "i0");
    measured.put("image-uploaded", bill(() -> uploaded(upload)));
    fresh();
    measured.put(
        "image-opened", bill(() -> stack.get(new SubjectId("painter"), "/blobs/images/i0")));
    fresh();
    appWrites("users/free", Fields.empty().with("createdAt", stack.now()).with("objection", true));
    measured.put("objection", bill(() -> {}));
  }

  private void peoplePay() throws IOException {
    quiet("paid");
    measured.put("subscription-begins", bill(() -> subscribe("paid")));
    quiet("upgrading");
    prompts("upgrading", 0, MANY);
    fresh();
    measured.put(
        "older-item-of-an-upgrade",
        each(bill(() -> subscribe("upgrading")), of("subscription-begins")));
    fresh();
    measured.put("renewal", bill(() -> subscription("paid", "evt_r", "updated", 2)));
    fresh();
    measured.put("duplicate", bill(() -> subscription("paid", "evt_r", "updated", 2)));
    fresh();
    measured.put("claims", bill(() -> stack.task("claims", Map.of("subject", "paid"))));
    fresh();
    prompts("paid", 0, 1);
    measured.put("prompt-of-paid", bill(() -> {}));
    fresh();
    measured.put(
        "prompt-opened", bill(() -> stack.get(new SubjectId("paid"), "/documents/prompts/p0")));
  }

  private void peopleDelete() throws IOException {
    quiet("tidy");
    task("sweep");
    prompts("tidy", 0, 1);
    fresh();
    Map<String, BigDecimal> copying = task("sweep");
    fresh();
    measured.put("item-copied", minus(copying, task("sweep")));
    appWrites("users/tidy/images/i0", Fields.empty().with("title", "fox"));
    uploaded(appUploads("tidy", "i0"));
    fresh();
    appWrites(
        "users/tidy/images/i0", Fields.empty().with("title", "fox").with("deletedAt", stack.now()));
    measured.put("image-deleted", bill(() -> {}));
    stack.later(Duration.ofDays(2));
    task("sweep"); // deletes the expired records of earlier requests
    stack.later(Duration.ofDays(5).plusHours(1));
    Map<String, BigDecimal> purging = task("sweep");
    fresh();
    measured.put("image-purged-and-certified", minus(purging, task("sweep")));
    fresh();
    measured.put("account-erased-and-certified", bill(() -> consoleDeletes("tidy")));
    quiet("busy");
    prompts("busy", 0, MANY + 1);
    fresh();
    measured.put(
        "further-item-of-an-erasure",
        each(bill(() -> consoleDeletes("busy")), of("account-erased-and-certified")));
  }

  private void consoleDeletes(String uid) {
    SubjectId subject = new SubjectId(uid);
    stack.cloud.accounts().delete(subject);
    stack.messages++;
    stack.accountDeleted(subject);
  }

  private void nothingHappens() throws IOException {
    fresh();
    measured.put("sweep", task("sweep"));
    stack.later(Duration.ofHours(1));
    checkpointHours(CHECKPOINTS);
    stack.later(Duration.ofHours(1));
    measured.put("checkpoint-audit", task("checkpoint-audit"));
    Map<String, BigDecimal> some = checkpointEntries("some", ENTRIES);
    Map<String, BigDecimal> twice = checkpointEntries("twice", 2 * ENTRIES);
    measured.put("audit-entry-checkpointed", each(twice, some, ENTRIES));
    accountsAreLookedAt();
  }

  private Map<String, BigDecimal> checkpointEntries(String uid, int entries) throws IOException {
    for (int i = 0; i < entries; i++) {
      account(uid + i);
    }
    stack.settle();
    return checkpointHours(HOURS_LOOKED_BACK + 1);
  }

  private Map<String, BigDecimal> checkpointHours(int hours) throws IOException {
    return bill(
        () -> {
          for (int i = 0; i < hours; i++) {
            stack.later(Duration.ofHours(1));
            stack.task("checkpoint-audit", Map.of());
          }
        });
  }

  private void accountsAreRepaired() throws IOException {
    repaired();
    Map<String, BigDecimal> before = repaired();
    for (int i = 0; i < MANY; i++) {
      account("looked" + i);
    }
    repaired();
    Map<String, BigDecimal> withAccounts = repaired();
    measured.put("account-repaired", each(withAccounts, before));
    prompts("looked0", 0, MANY);
    repaired();
    measured.put("item-repaired-besides", each(repaired(), withAccounts));
    fresh();
  }

  private Map<String, BigDecimal> repaired() throws IOException {
    fresh();
    return task("repair");
  }

  private void accountsAreLookedAt() throws IOException {
    fresh();
    stack.task("reconcile", Map.of());
    nextNight();
    Map<String, BigDecimal> reconcile = task("reconcile");
    for (int i = 0; i < MANY; i++) {
      account("more" + i);
    }
    nextNight();
    Map<String, BigDecimal> withAccounts = task("reconcile");
    measured.put("account-reconciled", each(withAccounts, reconcile));
    accountsAreRepaired();
    for (int i = 0; i < MANY; i++) {
      subscribe("more" + i);
    }
    nextNight();
    measured.put("payer-reconciled-besides", each(task("reconcile"), withAccounts));
    fresh();
    stack.task("attest", Map.of()); // later censuses also read the results of its daily checks
    stack.later(Duration.ofDays(7));
    fresh();
    Map<String, BigDecimal> before = task("attest");
    prompts("more0", 0, MANY);
    stack.later(Duration.ofDays(7));
    fresh();
    measured.put("document-attested", each(task("attest"), before));
    usageIsCounted();
  }

  private void usageIsCounted() throws IOException {
    nextNight();
    stack.task("aggregate", Map.of());
    nextNight();
    Map<String, BigDecimal> before = task("aggregate");
    for (int i = 0; i < MANY; i++) {
      appWrites(
          "users/looked" + i + "/usage/r",
          Fields.empty().with("feature", "image").with("count", 1).with("createdAt", stack.now()));
    }
    nextNight();
    measured.put("usage-record-counted", each(task("aggregate"), before));
  }

  /** A scan starts once a night. */
  private void nextNight() {
    fresh();
    stack.later(Duration.ofDays(1));
  }
}
