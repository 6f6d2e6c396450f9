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
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that data of an erased person that comes back is removed by one more request. */
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

  private void deliverLateWrite() {
    world.services.lateWrites().handle(new LateWrite(ANN, Optional.empty()));
  }

  private void erased() {
    world.cloud.accounts().delete(ANN);
    assertThat(world.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);
    world.loseTasks();
  }

  @Test
  void duplicateLateWriteOpensOneRequest() {
    erased();
    world.put("users/ann", Fields.empty().with("displayName", "Ann"));

    deliverLateWrite();
    deliverLateWrite();
    world.runTasks();

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(2);
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere("users/ann")).isFalse();
  }

  @Test
  void opensNoRequestIfNothingCameBack() {
    erased();

    deliverLateWrite();

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(1);
  }

  @Test
  void subjectWhoIsNotErasedLosesNothing() {
    deliverLateWrite();
    world.runTasks();

    assertThat(world.erasures.status(ANN)).isEmpty();
    assertThat(world.isThere("users/ann")).isTrue();
  }

  @Test
  void failedCheckStillOpensARequest() {
    erased();
    Documents refusing =
        InterceptedPorts.failFirst(Documents.class, world.cloud.documents(), "descendants");

    world
        .on(Ports.of(world.cloud).with(refusing))
        .lateWrites()
        .handle(new LateWrite(ANN, Optional.empty()));

    assertThat(world.cloud.documents().find(Query.group("erasures"))).hasSize(2);
  }
}
