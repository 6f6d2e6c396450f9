package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.functions.events.TestEvent;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.FunctionRights;
import com.anykoma.privacy.platform.embedded.GuardedCloud;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that functions with a wrong SUBJECT_HASH_KEY neither read nor write. */
@Keeps({"P16", "P23"})
@Tag("slow")
final class SubjectHashKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Path TERRAFORM = Path.of("..", "terraform");
  private static final DocumentPath CHECK = DocumentPath.of("keyChecks", "subject-hash-key");
  private static final byte RIGHT = 1;
  private static final byte WRONG = 2;

  @TempDir private Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, () -> NOW);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Wiring wiring(Cloud cloud, byte key) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, key);
    return Wiring.checked(
        new Config(
            Optional.empty(), List.of(), Optional.of(Stack.PAGES), Bytes.of(bytes), Set.of()),
        cloud,
        FixtureProduct.FILES,
        () -> NOW);
  }

  /** The deployed function, with its own grants only. */
  private Wiring deployed(Class<?> function, byte key) throws Exception {
    FunctionRights rights =
        FunctionRights.read(Setting.file(TERRAFORM.resolve(Path.of("modules/privacy/iam.yaml"))));
    String name = DeployedFunction.of(function).functionName();
    return wiring(new GuardedCloud(cloud, rights.guard(name), Stack.INDEXES), key);
  }

  private void sweep(byte key) throws Exception {
    Stack.deliver(
        new SweepFunction(deployed(SweepFunction.class, key)),
        TestEvent.published(new Task("sweep", "s", Map.of())));
  }

  private static void refused(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SUBJECT_HASH_KEY is not the key");
  }

  @Test
  void sweepWritesDeclaredCheckValueToBothDatabases() throws Exception {
    sweep(RIGHT);
    sweep(RIGHT);

    assertThat(cloud.documents().get(CHECK))
        .hasValueSatisfying(it -> assertThat(FixtureProduct.MAP.violation(it)).isEmpty());
    assertThat(cloud.keys().get(CHECK))
        .hasValueSatisfying(
            it -> assertThat(FixtureProduct.MAP.violation(Place.Documents.KEYS, it)).isEmpty());
  }

  @Test
  void functionWithWrongKeyReadsAndWritesNothing() throws Exception {
    sweep(RIGHT);
    SubjectId zoe = new SubjectId("zoe");
    List<String> before = cloud.documents().collections(Optional.empty());

    Wiring wrong = wiring(cloud, WRONG);
    refused(
        () -> {
          wrong.services().subjects().erased(zoe);
        });
    refused(() -> wrong.services().erasures().begin(zoe, "account-deleted"));
    RewrapFunction rewrap = new RewrapFunction(deployed(RewrapFunction.class, WRONG));
    refused(() -> Stack.deliver(rewrap, TestEvent.published(new Task("rewrap", "r", Map.of()))));
    assertThat(cloud.documents().collections(Optional.empty())).isEqualTo(before);
    assertThat(wiring(cloud, RIGHT).services().subjects().erased(zoe)).isFalse();
  }

  @Test
  void functionStartsWithoutCheckValue() {
    assertThat(wiring(cloud, WRONG).services().subjects().erased(new SubjectId("zoe"))).isFalse();
  }

  @Test
  void checksEachDatabaseWithOneReadPerInstance() throws Exception {
    sweep(RIGHT);
    Wiring wiring = wiring(cloud, RIGHT);
    wiring.services().subjects().erased(new SubjectId("zoe"));
    long before = cloud.counts().of("documents.call");

    for (int i = 0; i < 3; i++) {
      wiring.services().subjects().erased(new SubjectId("zoe"));
    }

    assertThat(cloud.counts().of("documents.call") - before).isEqualTo(3);
  }

  @Test
  void checksRestoredDatabaseByTheOther() throws Exception {
    for (boolean isMain : new boolean[] {true, false}) {
      sweep(RIGHT);
      var restored = isMain ? cloud.documents() : cloud.keys();
      restored.delete(List.of(CHECK));

      assertThatThrownBy(() -> sweep(WRONG)).hasMessageContaining("SUBJECT_HASH_KEY");
      assertThat(restored.get(CHECK)).isEmpty();
      sweep(RIGHT);
      assertThat(restored.get(CHECK)).isPresent();
    }
  }
}
