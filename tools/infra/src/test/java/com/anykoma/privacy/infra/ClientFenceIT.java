package com.anykoma.privacy.infra;

import static com.anykoma.privacy.infra.AppClient.Answer.ALLOWED;
import static com.anykoma.privacy.infra.AppClient.Answer.REFUSED;
import static com.anykoma.privacy.infra.AppClient.SERVER_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an erased person's app can still do with a valid token, on Firestore's emulator: our
 * services raise and lower the fence, the security rules look for it.
 */
@Keeps({"P20", "P23", "E13"})
final class ClientFenceIT {
  private static final Path RULES = Path.of("..", "..", "terraform", "rules", "firestore.rules");
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
    public Aead kek() {
      return rest.kek();
    }

    @Override
    public Aead signingKek() {
      return rest.signingKek();
    }
  }

  @BeforeEach
  void live() throws IOException {
    FirestoreEmulator emulator = Session.firestore();
    assertThat(FirestoreRules.protect(emulator, PROJECT, MAIN, Files.readString(RULES))).isEmpty();
    documents =
        FirestoreDocuments.open(
            new GoogleSettings(
                PROJECT,
                MAIN,
                Optional.of("keys"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(Service.FIRESTORE, emulator.uri())));
    embedded = EmbeddedCloud.open(directory, Instant::now);
    Config config = new Config(Optional.empty(), Bytes.of(new byte[32]));
    wiring = new Wiring(config, new Mixed(documents, embedded), Instant::now);
    ann = new SubjectId(Session.unique("ann"));
    embedded.accounts().create(ann, Optional.empty(), Optional.empty());
    app =
        new AppClient(emulator.uri(), PROJECT, MAIN, Optional.empty())
            .signedInAs(ann.value(), Map.of());
    assertThat(everyWayToWrite("before")).containsOnly(ALLOWED);
  }

  @AfterEach
  void close() {
    documents.close();
    embedded.close();
  }

  /** One new document, one that changes where it is there, and one that goes. */
  private List<AppClient.Answer> everyWayToWrite(String id) {
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

  private boolean isThere(String path) {
    return documents.get(new DocumentPath(path)).isPresent();
  }

  @Test
  void fromTheBeginningOfAnErasureOnNothingIsWrittenAnyMore() {
    embedded.accounts().delete(ann);
    wiring.services().erasures().begin(ann, "account-deleted");

    assertThat(everyWayToWrite("while")).containsOnly(REFUSED);

    wiring.services().erasureExecution().erase(order().id());
    assertThat(isThere("users/" + ann.value())).isFalse();
    assertThat(isThere("subjects/" + ann.value())).isFalse();
    assertThat(everyWayToWrite("after")).containsOnly(REFUSED);
    assertThat(isThere("users/" + ann.value())).isFalse();
  }

  @Test
  void whoseErasureIsDeniedWritesOn() {
    wiring.services().erasures().begin(ann, "account-gone");
    assertThat(everyWayToWrite("meanwhile")).containsOnly(REFUSED);

    assertThat(wiring.services().confirmations().deny(order().id())).isTrue();

    assertThat(everyWayToWrite("again")).containsOnly(ALLOWED);
  }

  @Test
  void whoMayStillTakeTheirRequestBackWritesOn() {
    RemovalOrder asked = wiring.services().erasures().request(ann, "requested");

    assertThat(asked.isRestorable(Instant.now())).isTrue();
    assertThat(everyWayToWrite("meanwhile")).containsOnly(ALLOWED);
    wiring.services().erasures().undo(ann);
    assertThat(everyWayToWrite("again")).containsOnly(ALLOWED);
  }

  @Test
  void aNeighbourOfTheErasedWritesOn() {
    wiring.services().erasures().begin(new SubjectId(ann.value() + "0"), "account-deleted");
    wiring.services().erasures().begin(new SubjectId("0" + ann.value()), "account-deleted");

    assertThat(everyWayToWrite("still")).containsOnly(ALLOWED);
  }

  @Test
  @Keeps("P21")
  void whenTheFenceHasItsAgeItIsGoneAndATokenLongBefore() {
    wiring.services().erasures().begin(ann, "account-deleted");
    Instant later = Instant.now().plus(Duration.ofDays(3));
    ExpiryService ageing =
        new ExpiryService(
            documents,
            embedded.keys(),
            DataMap.shipped(),
            new ExpiryCircuitBreaker(
                documents,
                new AuditLog(new Random(7)),
                new CircuitBreakerLimits(1, 1, 1, 1, 1_000, 1_000),
                () -> later),
            () -> later);

    assertThat(ageing.sweep(later.plusSeconds(60)).deleted()).isPositive();

    assertThat(everyWayToWrite("aged")).containsOnly(ALLOWED);
    wiring.services().subjects().keepFence(ann);
    assertThat(everyWayToWrite("renewed")).containsOnly(REFUSED);
    assertThat(Subjects.FENCE_RENEWED_AFTER).isLessThan(Duration.ofDays(3));
  }
}
