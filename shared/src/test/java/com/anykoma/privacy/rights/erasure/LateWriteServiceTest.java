package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.protection.vault.Watched;
import com.anykoma.privacy.retention.removal.OrderState;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back of an erased person is removed by one more order, and nobody else's is. */
@Keeps({"P20", "P23", "E13"})
final class LateWriteServiceTest {
  private static final SubjectId ANN = new SubjectId("ann");

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
    world.signUp("ann");
    world.runTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void told() {
    world.services.lateWrites().handle(new LateWrite(ANN, Optional.empty()));
  }

  private void erased() {
    world.cloud.accounts().delete(ANN);
    assertThat(world.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);
    world.loseTasks();
  }

  @Test
  void aWriteAboutTheErasedToldTwiceIsOneMoreOrder() {
    erased();
    world.put("users/ann", Fields.empty().with("displayName", "Ann"));

    told();
    told();
    world.runTasks();

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(2);
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere("users/ann")).isFalse();
  }

  @Test
  void whereNothingCameBackNothingIsOrdered() {
    erased();

    told();

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(1);
  }

  @Test
  void aPersonWhoLivesLosesNothing() {
    told();
    world.runTasks();

    assertThat(world.erasures.status(ANN)).isEmpty();
    assertThat(world.isThere("users/ann")).isTrue();
  }

  @Test
  void aLookThatIsRefusedIsNoProofThatNothingCameBack() {
    erased();
    Documents refusing = Watched.refused(Documents.class, world.cloud.documents(), "descendants");

    world
        .on(Ports.of(world.cloud).with(refusing))
        .lateWrites()
        .handle(new LateWrite(ANN, Optional.empty()));

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(2);
  }
}
