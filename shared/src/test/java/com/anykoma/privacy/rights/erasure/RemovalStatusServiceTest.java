package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the overview reports every order, and fails rather than omit one. */
@Keeps("P20")
final class RemovalStatusServiceTest {
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

  private RemovalStatusService.Overview overview() {
    return world.services.orders().overview();
  }

  @Test
  void orderIsOverdueExactlyFromItsPromisedDate() {
    RemovalOrder order = world.erasures.request(ANN, "requested");

    world.clock.set(order.dueAt().minusNanos(1_000));
    assertThat(overview().overdue()).isEmpty();
    world.clock.set(order.dueAt());

    assertThat(overview().overdue()).extracting(it -> it.order().id()).containsExactly(order.id());
    assertThat(overview().oldest().orElseThrow().order().id()).isEqualTo(order.id());
    assertThat(overview().open()).containsEntry("erasures", 1L).containsEntry("purges", 0L);
  }

  @Test
  void unreadableOrderIsCountedAndHidesNoOther() {
    RemovalOrder order = world.erasures.request(ANN, "requested");
    world.put("erasures/odd", Fields.empty().with("shard", 3L).with("dueAt", Instant.EPOCH));

    assertThat(overview().open()).containsEntry("erasures", 2L);
    assertThat(overview().orders()).extracting(it -> it.order().id()).containsExactly(order.id());
  }

  @Test
  void reportsFulfilledOrdersWithTheirCertificate() {
    world.cloud.accounts().delete(ANN);
    RemovalOrder done = world.erase(ANN);

    assertThat(overview().orders()).isEmpty();
    assertThat(overview().recent())
        .singleElement()
        .satisfies(it -> assertThat(it.order().id()).isEqualTo(done.id()))
        .satisfies(it -> assertThat(it.certificate()).isPresent());
  }

  @Test
  void replacedCertificateIsNotReported() {
    world.cloud.accounts().delete(ANN);
    RemovalOrder done = world.erase(ANN);
    String name =
        world
            .cloud
            .blobs()
            .list("evidence", "certificates/", Optional.empty(), 10)
            .items()
            .get(0)
            .id()
            .name();
    world.cloud.blobs().deleteEveryGeneration(new BlobId("evidence", name));
    world.putBlob("evidence", name);

    assertThat(world.services.orders().statusOf(done).certificate()).isEmpty();
    assertThat(overview().recent()).singleElement().matches(it -> it.certificate().isEmpty());
  }

  @Test
  void failedCallFailsInsteadOfReportingLess() {
    world.erasures.request(ANN, "requested");
    Documents refusing =
        InterceptedPorts.failFirst(Documents.class, world.cloud.documents(), "find");
    RemovalStatusService orders = world.on(Ports.of(world.cloud).with(refusing)).orders();

    assertThatThrownBy(orders::overview).hasMessage("refused find");
    assertThat(orders.overview().orders()).hasSize(1);
  }
}
