package com.anykoma.privacy.functions;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Four people with data at every place of the product {@code examples/notely}, who share a
 * workspace, its notes and a board, on all functions. Uids begin with other uids. The workspace's
 * owner and the member pay.
 */
final class NotelyTeam implements AutoCloseable {
  static final String OWNER = "ada";
  static final String MEMBER = "adam";
  static final String AUTHOR = "ad";
  static final String OTHER = "ada-2";
  static final List<String> PEOPLE = List.of(OWNER, MEMBER, AUTHOR, OTHER);

  static final String WORKSPACE = "workspaces/shared";
  static final String BOARD = "boards/shared";

  private static final String PRICE = "business_2026";
  private static final Duration PAID = Duration.ofDays(90);

  /** Tests run in the module's folder. */
  static final PrivacyFiles PRODUCT = PrivacyFiles.in(Path.of("..", "examples", "notely"));

  final Stack stack;

  NotelyTeam(Path directory) {
    stack = new Stack(directory, PRODUCT);
    PEOPLE.forEach(stack::signUp);
  }

  /** Writes all data as the app and Stripe do, and delivers the events. */
  void live() throws IOException {
    stack.put(WORKSPACE, workspace(OWNER, PEOPLE));
    stack.put(
        BOARD,
        Map.of(
            "owners",
            PEOPLE,
            "cursors",
            PEOPLE.stream().collect(Collectors.toMap(each -> each, each -> "B" + each.length())),
            "name",
            "Route"));
    subscribe(OWNER);
    subscribe(MEMBER);
    for (String each : PEOPLE) {
      home(each);
      workspaces(each);
      stack.put("boards/of-" + each, Map.of("owners", List.of(each), "name", "Mine"));
      stack.put(
          "auditLogs/by-" + each,
          Map.of(
              "actorId", each, "action", "share", "ip", "203.0.113.7", "createdAt", stack.now()));
      NodePath status = new NodePath(List.of("status", each));
      stack.cloud.realtime().set(status.child("state"), "\"online\"");
      stack.cloud.realtime().set(status.child("lastChanged"), "1795694400000");
    }
    stack.settle();
  }

  private static Map<String, Object> workspace(String owner, List<String> members) {
    return Map.of("ownerId", owner, "memberIds", members, "name", "Trip", "createdAt", Stack.NOW);
  }

  private void subscribe(String uid) throws IOException {
    SubjectId subject = new SubjectId(uid);
    String customer = customer(uid);
    stack.cloud.billing().putCustomer(customer, Optional.of(subject));
    stack
        .cloud
        .billing()
        .put(
            new BillingSubscription(
                "sub_" + uid,
                customer,
                SubscriptionStatus.ACTIVE,
                List.of(
                    new BillingSubscription.Item(
                        Optional.empty(), Optional.empty(), Optional.of(PRICE), List.of())),
                Optional.of(stack.now().plus(PAID))));
    long now = stack.now().getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_c_" + uid, "customer.created", now, StripeJson.customer(customer, uid)));
    stack.send(
        StripeJson.event(
            "evt_s_" + uid,
            "customer.subscription.created",
            now,
            StripeJson.subscription(
                "sub_" + uid, customer, "active", PRICE, now + PAID.toSeconds())));
  }

  static String customer(String uid) {
    return "cus_" + uid;
  }

  private void home(String uid) throws IOException {
    String home = "people/" + uid;
    stack.put(home + "/drafts/tower", Map.of("text", "a tower"));
    stack.put(home + "/attachments/map", Map.of("name", "Map", "noteId", "of-" + uid));
    for (String name : List.of("map", "thumbs/map_200x200.webp")) {
      Blob upload =
          stack
              .cloud
              .blobs()
              .write(
                  new BlobId("uploads", home + "/attachments/" + name),
                  "image/webp",
                  Map.of(),
                  OptionalLong.empty(),
                  out -> out.write(new byte[] {1, 2, 3}));
      stack.uploaded(upload);
    }
  }

  private void workspaces(String uid) {
    stack.put("workspaces/of-" + uid, workspace(uid, List.of(uid)));
    for (String workspace : List.of("workspaces/of-" + uid, WORKSPACE)) {
      stack.put(workspace + "/members/" + uid, Map.of("permission", "write"));
      stack.put(workspace + "/notes/of-" + uid, Map.of("authorId", uid, "text", "a voyage"));
      stack.put(workspace + "/links/to-" + uid, Map.of("noteId", "of-" + uid));
    }
    for (String each : PEOPLE) {
      stack.put(
          WORKSPACE + "/notes/of-" + uid + "/comments/by-" + each,
          Map.of("authorId", each, "text", "fine"));
    }
  }

  /** The account is deleted in the console. */
  void deleteAccount(String uid) {
    SubjectId subject = new SubjectId(uid);
    stack.cloud.accounts().delete(subject);
    stack.accountDeleted(subject);
    stack.settle();
  }

  /** Runs the sweep and the repair of some days. */
  void daysPass(int days) {
    for (int day = 0; day < days; day++) {
      stack.later(Duration.ofDays(1));
      List.of("sweep", "repair").forEach(each -> stack.task(each, Map.of()));
      stack.settle();
    }
  }

  Optional<Document> get(String path) {
    return stack.cloud.documents().get(new DocumentPath(path));
  }

  /**
   * The contents of every store: documents, keys, objects, nodes, accounts and customers, by name.
   */
  Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>(stack.everything());
    for (Document each : stack.cloud.keys().find(Query.in(new CollectionPath("keys")))) {
      all.put("keys:" + each.path().value(), each);
    }
    for (String bucket : List.of("uploads", "content", "evidence", "exports", "releases")) {
      for (Blob each :
          stack.cloud.blobs().listGenerations(bucket, "", Optional.empty(), 1_000).items()) {
        all.put(bucket + ":" + each.id().name() + "#" + each.generation(), each);
      }
    }
    nodes(NodePath.ROOT, all);
    for (String each : PEOPLE) {
      stack
          .cloud
          .accounts()
          .get(new SubjectId(each))
          .ifPresent(it -> all.put("account:" + each, it));
      stack
          .cloud
          .billing()
          .customer(customer(each))
          .ifPresent(it -> all.put("customer:" + customer(each), it));
      stack
          .cloud
          .billing()
          .subscription("sub_" + each)
          .ifPresent(it -> all.put("subscription:sub_" + each, it));
    }
    return all;
  }

  private void nodes(NodePath node, Map<String, Object> all) {
    for (String each : stack.cloud.realtime().keys(node)) {
      all.put("node:" + String.join("/", node.child(each).keys()), each);
      nodes(node.child(each), all);
    }
  }

  /** Entries of every store that contain the uid or the id of the customer. */
  List<String> traces(String uid) {
    List<String> traces = new ArrayList<>();
    everything()
        .forEach(
            (name, value) -> {
              if (names(name, uid) || names(text(value), uid)) {
                traces.add(name);
              }
            });
    return traces;
  }

  private static String text(Object value) {
    return value instanceof Document document ? FieldsWriter.write(document.fields()) : "";
  }

  private static boolean names(String text, String uid) {
    return List.of(text.split("[/:#\"]", -1)).stream()
        .anyMatch(each -> each.equals(uid) || each.equals(customer(uid)));
  }

  @Override
  public void close() {
    stack.close();
  }
}
