package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.FirestoreRules;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.expiry.ExpiryCircuitBreaker;
import com.anykoma.privacy.retention.expiry.ExpiryService;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.google.crypto.tink.Aead;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on Firestore's emulator that an erased person's app cannot write with a token that is still
 * valid: services raise and lower the fence, security rules check it.
 */
@Keeps({"P20", "P23", "E13"})
final class ClientFenceIT {
  private static final InfraFiles FILES = InfraFiles.ofProject().with(FixtureProduct.FOLDER);
  private static final String PROJECT = "demo-fence";
  private static final String MAIN = "(default)";

  @TempDir private Path directory;
  private EmbeddedCloud embedded;
  private FirestoreDocuments documents;
  private Wiring wiring;
  private SubjectId ann;
  private AppClient app;

  private record Mixed(@Override Documents documents, EmbeddedCloud rest) implements Cloud {
    @Override
    public Documents keys() {
      return rest.keys();
    }

    @Override
    public Blobs blobs() {
      return rest.blobs();
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
    public RealtimeDatabase realtime() {
      return rest.realtime();
    }

    @Override
    public Settings settings() {
      return rest.settings();
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

  @BeforeEach
  void live() {
    FirestoreEmulator emulator = Session.firestore();
    String rules = DeployedRules.of(FILES, "firestore.rules");
    assertThat(FirestoreRules.protect(emulator, PROJECT, MAIN, rules)).isEmpty();
    documents =
        FirestoreDocuments.open(
            new GoogleSettings(
                PROJECT,
                MAIN,
                Optional.of("keys"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(Service.FIRESTORE, emulator.uri()),
                0));
    embedded = EmbeddedCloud.open(directory, Instant::now);
    Config config =
        new Config(Optional.empty(), List.of(), Optional.empty(), Bytes.of(new byte[32]), Set.of());
    wiring = new Wiring(config, new Mixed(documents, embedded), FixtureProduct.FILES, Instant::now);
    ann = new SubjectId(Session.unique("ann"));
    embedded.accounts().create(ann, Optional.empty(), Optional.empty());
    app =
        new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty())
            .signedInAs(ann.value(), Map.of());
    assertThat(writeResults("before")).containsOnly(ALLOWED);
  }

  @AfterEach
  void close() {
    documents.close();
    embedded.close();
  }

  /** The results of creating, updating and deleting documents. */
  private List<AppClient.Answer> writeResults(String id) {
    String home = "users/" + ann.value();
    app.owner().create(home + "/stories/" + id, Map.of("title", "x"));
    app.owner().create(home + "/devices/" + id, Map.of("os", "x"));
    return List.of(
        documents.get(new DocumentPath(home)).isEmpty()
            ? app.create(home, Map.of("displayName", "Ann"))
            : app.update(home, Map.of("displayName", id)),
        app.create(home + "/prompts/" + id, Map.of("text", "x", "createdAt", SERVER_TIME)),
        app.update(home + "/stories/" + id, Map.of("title", "y")),
        app.delete(home + "/devices/" + id));
  }

  private RemovalOrder order() {
    return wiring.services().erasures().status(ann).orElseThrow();
  }

  private boolean exists(String path) {
    return documents.get(new DocumentPath(path)).isPresent();
  }

  @Test
  void refusesWritesFromTheStartOfAnErasure() {
    embedded.accounts().delete(ann);
    wiring.services().erasures().begin(ann, "account-deleted");

    assertThat(writeResults("while")).containsOnly(REFUSED);

    wiring.services().erasureExecution().erase(order().id());
    assertThat(exists("users/" + ann.value())).isFalse();
    assertThat(exists("subjects/" + ann.value())).isFalse();
    assertThat(writeResults("after")).containsOnly(REFUSED);
    assertThat(exists("users/" + ann.value())).isFalse();
  }

  @Test
  void deniedErasureAllowsWritesAgain() {
    wiring.services().erasures().begin(ann, "account-gone");
    assertThat(writeResults("later")).containsOnly(REFUSED);

    assertThat(wiring.services().confirmations().deny(order().id())).isTrue();

    assertThat(writeResults("again")).containsOnly(ALLOWED);
  }

  @Test
  void allowsWritesWhileTheRequestCanBeCancelled() {
    RemovalOrder requested = wiring.services().erasures().request(ann, "requested");

    assertThat(requested.isRestorable(Instant.now())).isTrue();
    assertThat(writeResults("later")).containsOnly(ALLOWED);
    wiring.services().erasures().undo(ann);
    assertThat(writeResults("again")).containsOnly(ALLOWED);
  }

  @Test
  void allowsWritesOfUsersWithSimilarIds() {
    wiring.services().erasures().begin(new SubjectId(ann.value() + "0"), "account-deleted");
    wiring.services().erasures().begin(new SubjectId("0" + ann.value()), "account-deleted");

    assertThat(writeResults("still")).containsOnly(ALLOWED);
  }

  @Test
  @Keeps("P21")
  void fenceExpiresLongAfterTheLastToken() {
    wiring.services().erasures().begin(ann, "account-deleted");
    Instant later = Instant.now().plus(Duration.ofDays(3));
    ExpiryService expiry =
        new ExpiryService(
            documents,
            embedded.keys(),
            FixtureProduct.MAP,
            new ExpiryCircuitBreaker(
                documents,
                new AuditLog(new Random(7)),
                new CircuitBreakerLimits(1, 1, 1, 1, 1_000, 1_000),
                () -> later),
            () -> later);

    assertThat(expiry.sweep(later.plusSeconds(60)).deleted()).isPositive();

    assertThat(writeResults("aged")).containsOnly(ALLOWED);
    wiring.services().subjects().renewFence(ann);
    assertThat(writeResults("renewed")).containsOnly(REFUSED);
    assertThat(Subjects.FENCE_RENEWED_AFTER).isLessThan(Duration.ofDays(3));
  }
}
