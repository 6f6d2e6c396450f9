package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.emulators.StartedResources;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.OperationCounts;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.common.collect.Lists;
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

/** A cloud with data of people to erase. */
final class ErasureLoad implements AutoCloseable {
  private static final List<String> COLLECTIONS =
      List.of("prompts", "images", "characters", "stories", "usage", "devices");
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");
  private static final CollectionPath ERRORS = new CollectionPath("errorLogs");
  private static final CollectionPath SECURITY = new CollectionPath("securityLogs");
  private static final String CONTENT = "content";
  private static final byte[] PICTURE = new byte[4_096]; // an erasure does not read the content

  private final StartedResources opened = new StartedResources();
  private final EmbeddedCloud embedded;
  private URI firestore = URI.create("http://127.0.0.1");
  private final Cloud cloud;
  private final Wiring wiring;

  /** Opens an embedded cloud in a directory, or Firestore's emulator and a fake for blobs. */
  ErasureLoad(Path directory, boolean onEmulators) {
    InstantSource clock = InstantSource.system();
    embedded = opened.add(EmbeddedCloud.open(directory.resolve("cloud"), clock));
    embedded.documents().recordOnly(EventBridge.triggering(FunctionEnvironment.PRODUCT.dataMap()));
    cloud = onEmulators ? emulated(directory) : embedded;
    wiring = new Wiring(FunctionEnvironment.CONFIG, cloud, FunctionEnvironment.PRODUCT, clock);
  }

  private Cloud emulated(Path directory) {
    Emulators emulators = opened.add(FunctionEnvironment.emulators(directory));
    firestore = emulators.firestore().uri();
    GoogleCloud google = opened.add(GoogleCloud.open(emulators.settings()));
    return PortProxy.replacing(
        embedded,
        Map.of("documents", google::documents, "keys", google::keys, "blobs", google::blobs));
  }

  Cloud cloud() {
    return cloud;
  }

  /** The URL of Firestore's emulator, if it is used. */
  URI firestore() {
    return firestore;
  }

  /** The operations on the embedded cloud. */
  OperationCounts counts() {
    return embedded.counts();
  }

  /**
   * Stores a person's data. 88 % of the documents are in six collections beneath the person, 2 %
   * are beneath missing documents, and 10 % have only a field with the owner's uid. One security
   * record per hundred documents is added, which an erasure pseudonymises.
   *
   * @return the documents that an erasure deletes
   */
  List<DocumentPath> store(SubjectId who, int documents, int objects) throws IOException {
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

  /** Deletes a person's account and runs their erasure, confirmed if the breaker blocks it. */
  void erase(SubjectId subject) {
    embedded.accounts().delete(subject);
    wiring.services().erasures().begin(subject, "account-deleted");
    runTasks();
    RemovalOrder order = wiring.services().erasures().status(subject).orElseThrow();
    if (order.blocked().isPresent() && wiring.services().confirmations().confirm(order.id())) {
      wiring.services().erasureExecution().erase(order.id());
      runTasks();
    }
    RemovalOrder done = wiring.services().erasures().status(subject).orElseThrow();
    if (done.state() != OrderState.FULFILLED) {
      throw new IllegalStateException(
          "the erasure request is " + done.state() + " " + done.blocked());
    }
  }

  private void runTasks() {
    for (List<Delivery> due = lease(); !due.isEmpty(); due = lease()) {
      for (Delivery each : due) {
        switch (Topic.of(each.task().topic()).orElseThrow()) {
          case ERASE -> wiring.services().erasureExecution().handle(RemovalTask.of(each.task()));
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
