package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.emulators.StartedResources;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.OperationCounts;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.common.collect.Lists;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A cloud that people are erased from, with their data. */
final class ErasureLoad implements AutoCloseable {
  private static final List<String> COLLECTIONS =
      List.of("prompts", "images", "characters", "stories", "usage", "devices");
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");
  private static final CollectionPath ERRORS = new CollectionPath("errorLogs");
  private static final CollectionPath SECURITY = new CollectionPath("securityLogs");
  private static final String CONTENT = "content";
  private static final byte[] PICTURE = new byte[4_096]; // which an erasure does not read

  private final StartedResources opened = new StartedResources();
  private final EmbeddedCloud embedded;
  private URI firestore = URI.create("http://127.0.0.1");
  private final Cloud cloud;
  private final Wiring wiring;

  /** The ports of two clouds. */
  private record Mixed(
      Documents documents,
      Documents keys,
      Blobs blobs,
      Accounts accounts,
      Billing billing,
      Tasks tasks,
      Aead kek,
      Aead signingKek)
      implements Cloud {}

  /**
   * Opens the embedded cloud of a directory.
   *
   * @param onEmulators takes documents from Firestore's emulator and blobs from a double instead
   */
  ErasureLoad(Path directory, boolean onEmulators) {
    InstantSource clock = InstantSource.system();
    embedded = opened.add(EmbeddedCloud.open(directory.resolve("cloud"), clock));
    embedded.documents().recordOnly(EventBridge::isTold);
    cloud = onEmulators ? emulated(directory) : embedded;
    wiring = new Wiring(FunctionEnvironment.CONFIG, cloud, clock);
  }

  private Cloud emulated(Path directory) {
    Emulators emulators = opened.add(FunctionEnvironment.emulators(directory));
    firestore = emulators.firestore().uri();
    GoogleCloud google = opened.add(GoogleCloud.open(emulators.settings()));
    return new Mixed(
        google.documents(),
        google.keys(),
        google.blobs(),
        embedded.accounts(),
        embedded.billing(),
        embedded.tasks(),
        embedded.kek(),
        embedded.signingKek());
  }

  Cloud cloud() {
    return cloud;
  }

  /** The address of Firestore's emulator, where there is one. */
  URI firestore() {
    return firestore;
  }

  /** The operations on the embedded cloud. */
  OperationCounts counts() {
    return embedded.counts();
  }

  /**
   * Stores a person's data. Of the documents 88 % are spread over six collections beneath the
   * person, 2 % are beneath documents that are missing, and 10 % are found only by a field that
   * names their owner. Besides there is a security record for each hundred, to be pseudonymised.
   *
   * @return the documents that an erasure deletes
   */
  List<DocumentPath> put(SubjectId who, int documents, int objects) throws IOException {
    String uid = who.value();
    embedded.accounts().create(who, Optional.empty(), Optional.empty());
    embedded.billing().putCustomer("cus_" + uid, Optional.of(who));
    DocumentPath home = DocumentPath.of("users", uid);
    Fields owned = Fields.empty().with("uid", uid).with("createdAt", Instant.now());
    Fields fields = owned.with("text", "x".repeat(300));
    List<DocumentPath> paths = new ArrayList<>(List.of(home, CUSTOMERS.document("cus_" + uid)));
    for (int i = 0; i < documents - 2; i++) {
      paths.add(
          switch (i % 50) {
            case 0 -> home.child("ghosts", "g" + i % 7).child("items", "i" + i);
            case 1, 11, 21, 31, 41 -> ERRORS.document(uid + "-e" + i);
            default -> home.child(COLLECTIONS.get(i % COLLECTIONS.size()), "d" + i);
          });
    }
    List<DocumentPath> deleted = List.copyOf(paths);
    for (int i = 0; i < documents / 100; i++) {
      paths.add(SECURITY.document(uid + "-s" + i));
    }
    for (List<DocumentPath> some : Lists.partition(paths, 500)) {
      cloud
          .documents()
          .transact(
              tx -> {
                some.forEach(each -> tx.set(each, fields));
                return true;
              });
    }
    for (int i = 0; i < objects; i++) {
      BlobId id = new BlobId(CONTENT, "users/" + uid + "/images/i" + i);
      OptionalLong any = OptionalLong.empty();
      cloud.blobs().write(id, "image/png", Map.of(), any, it -> it.write(PICTURE));
    }
    return deleted;
  }

  /**
   * Erases a person whose account was deleted, with the certificate. Confirms the order when the
   * breaker blocks it, because the person has much.
   */
  void erase(SubjectId subject) {
    embedded.accounts().delete(subject);
    wiring.services().erasures().begin(subject, "account-deleted");
    doTasks();
    RemovalOrder order = wiring.services().erasures().status(subject).orElseThrow();
    if (order.blocked().isPresent() && wiring.services().confirmations().confirm(order.id())) {
      wiring.services().erasing().erase(order.id());
      doTasks();
    }
    RemovalOrder done = wiring.services().erasures().status(subject).orElseThrow();
    if (done.state() != OrderState.FULFILLED) {
      throw new IllegalStateException("the order is " + done.state() + " " + done.blocked());
    }
  }

  private void doTasks() {
    for (List<Delivery> due = lease(); !due.isEmpty(); due = lease()) {
      for (Delivery each : due) {
        switch (Topic.of(each.task().topic()).orElseThrow()) {
          case ERASE -> wiring.services().erasing().handle(RemovalTask.of(each.task()));
          case CERTIFY -> wiring.services().certifying().handle(CertifyTask.of(each.task()));
          default -> {}
        }
        embedded.tasks().settle(each.message());
      }
    }
  }

  private List<Delivery> lease() {
    return embedded.tasks().lease(100, Duration.ofMinutes(10));
  }

  @Override
  public void close() {
    opened.close();
  }
}
