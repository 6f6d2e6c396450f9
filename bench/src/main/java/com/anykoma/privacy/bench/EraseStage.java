package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.Started;
import com.anykoma.privacy.emulators.StorageDouble;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.rights.erasure.ErasingService;
import com.google.crypto.tink.Aead;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cloud to erase people from, empty at its start and gone with its end. */
final class EraseStage implements AutoCloseable {
  private static final Map<String, String> BUCKETS =
      Map.of("uploads", "bench-uploads", "content", "bench-content", "evidence", "bench-evidence");
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final int TASKS = 100;

  private final Started opened = new Started();
  private final EmbeddedCloud embedded;
  private final Cloud cloud;
  private final Wiring wiring;

  /** Firestore's emulator and a double of Cloud Storage; the rest is embedded. */
  private record OnEmulators(GoogleCloud google, EmbeddedCloud rest) implements Cloud {
    @Override
    public Documents documents() {
      return google.documents();
    }

    @Override
    public Documents keys() {
      return google.keys();
    }

    @Override
    public Blobs blobs() {
      return google.blobs();
    }

    @Override
    public Accounts accounts() {
      return rest.accounts();
    }

    @Override
    public Billing billing() {
      return rest.billing();
    }

    @Override
    public Tasks tasks() {
      return rest.tasks();
    }

    @Override
    public Aead kek() {
      return rest.kek();
    }

    @Override
    public Aead signingKek() {
      return rest.signingKek();
    }
  }

  private EraseStage(Path directory, Clock clock, boolean onEmulators) {
    embedded = opened.add(EmbeddedCloud.open(directory.resolve("cloud"), clock));
    embedded.documents().tellOnly(EventBridge::isTold);
    cloud = onEmulators ? new OnEmulators(google(directory), embedded) : embedded;
    wiring = new Wiring(VaultBench.CONFIG, cloud, clock);
  }

  /** The embedded cloud in a directory of its own. */
  static EraseStage embedded(Path directory, Clock clock) {
    return new EraseStage(directory, clock, false);
  }

  /** A freshly started emulator. */
  static EraseStage onEmulators(Path directory, Clock clock) {
    return new EraseStage(directory, clock, true);
  }

  private GoogleCloud google(Path directory) {
    FirestoreEmulator firestore =
        opened.add(
            FirestoreEmulator.start(
                EmulatorJar.FIRESTORE.findOrFetch(), Optional.empty(), directory));
    StorageDouble storage =
        opened.add(
            StorageDouble.start(
                directory.resolve("objects"), Set.copyOf(BUCKETS.values()), Set.of()));
    return opened.add(
        GoogleCloud.open(
            new GoogleSettings(
                FunctionEnvironment.PROJECT,
                "(default)",
                Optional.of("keys"),
                BUCKETS,
                Optional.empty(),
                Optional.empty(),
                Map.of(Service.FIRESTORE, firestore.uri(), Service.STORAGE, storage.uri()))));
  }

  Cloud cloud() {
    return cloud;
  }

  /** What is embedded of it: everything, or all but documents, keys and blobs. */
  EmbeddedCloud embedded() {
    return embedded;
  }

  /** Orders the erasure as when the account is deleted, and confirms it, whatever its size. */
  void order(SubjectId subject) {
    wiring.erasures().begin(subject, "account-deleted");
    String order = wiring.erasures().status(subject).orElseThrow().id();
    if (!wiring.confirmations().confirm(order)) {
      throw new IllegalStateException("the order cannot be confirmed");
    }
  }

  /** Carries out what was ordered, by its tasks, the certificate included. */
  void carryOut() {
    ErasingService erasing = wiring.erasing();
    List<Delivery> due = embedded.tasks().lease(TASKS, LEASE);
    while (!due.isEmpty()) {
      for (Delivery each : due) {
        Optional<Topic> topic = Topic.of(each.task().topic());
        if (topic.equals(Optional.of(Topic.ERASE))) {
          erasing.handle(RemovalTask.of(each.task()));
        } else if (topic.equals(Optional.of(Topic.CERTIFY))) {
          wiring.certifying().handle(CertifyTask.of(each.task()));
        }
        embedded.tasks().settle(each.message());
      }
      due = embedded.tasks().lease(TASKS, LEASE);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
