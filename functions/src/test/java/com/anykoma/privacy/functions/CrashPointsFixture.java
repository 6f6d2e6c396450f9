package com.anykoma.privacy.functions;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Subjects in a stack whose process crashes, or in which another action happens, at a chosen port
 * operation.
 */
@Tag("slow")
abstract class CrashPointsFixture {
  static final byte[] IMAGE = {1, 2, 3, 4, 5};

  @TempDir private Path directory;
  final Death death = new Death(() -> this.stack.messages);
  Stack stack;
  Map<String, Object> others;

  @BeforeEach
  void live() throws IOException {
    stack = new Stack(directory, death);
    for (String each : List.of("u10", "U1")) {
      person(each);
    }
    stack.settle();
    others = others();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  SubjectId person(String uid) throws IOException {
    SubjectId subject = stack.signUp(uid);
    stack.cloud.billing().putCustomer("cus_" + uid, Optional.of(subject));
    stack
        .cloud
        .billing()
        .put(
            new BillingSubscription(
                "sub_" + uid,
                "cus_" + uid,
                SubscriptionStatus.ACTIVE,
                List.of(),
                Optional.empty()));
    long created = Stack.NOW.getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_" + uid, "customer.created", created, StripeJson.customer("cus_" + uid, uid)));
    stack.write("users/" + uid + "/images/i1", Fields.empty().with("title", "fox"));
    put("users/" + uid + "/ghost/g1/items/x1", Fields.empty().with("what", "an orphan"));
    put("securityLogs/s-" + uid, Fields.empty().with("uid", uid).with("event", "sign-in"));
    stack.upload(subject, "i1", "image/png", IMAGE);
    return subject;
  }

  void put(String path, Fields fields) {
    stack.cloud.documents().set(new DocumentPath(path), fields);
  }

  /** The state: documents with times, objects with generations, accounts and subscriptions. */
  Map<String, Object> others() {
    Map<String, Object> all = new HashMap<>();
    for (String uid : List.of("u10", "U1")) {
      List<DocumentPath> paths = new ArrayList<>();
      for (String root : List.of("users", "subjects")) {
        DocumentPath path = DocumentPath.of(root, uid);
        paths.add(path);
        paths.addAll(stack.cloud.documents().descendants(List.of(path), Optional.empty(), 1_000));
      }
      paths.add(DocumentPath.of("securityLogs", "s-" + uid));
      paths.add(DocumentPath.of("customers", "cus_" + uid));
      for (DocumentPath each : paths) {
        all.put(each.value(), stack.cloud.documents().get(each));
      }
      List<Blob> blobs =
          stack
              .cloud
              .blobs()
              .listGenerations("content", "users/" + uid + "/", Optional.empty(), 100)
              .items();
      all.put("blobs of " + uid, blobs);
      all.put("account of " + uid, stack.cloud.accounts().get(new SubjectId(uid)));
      all.put("money of " + uid, stack.cloud.billing().subscriptions("cus_" + uid));
    }
    return all;
  }

  /** The erasure requests of the subject, found by their tombstone's number. */
  List<RemovalOrder> orders(SubjectId subject) {
    return stack.wiring.services().erasures().status(subject).stream().toList();
  }

  void deleted(SubjectId subject) {
    stack.cloud.accounts().delete(subject);
    stack.accountDeleted(subject);
    stack.settle();
  }
}
