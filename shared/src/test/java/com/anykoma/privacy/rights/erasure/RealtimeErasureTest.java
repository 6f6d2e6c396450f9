package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.census.UnlistedCollection;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.proof.verification.RemainingCopies;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an erasure removes a person's nodes of the Realtime Database, and no one else's. */
@Keeps({"P2", "P23"})
final class RealtimeErasureTest {
  private static final String STATUS =
      """

        status:
          kind: realtime
          path: presence/status/{uid}
          subject: "{uid}"
          role: usage
          purposes: [service]
          retention: account-life
          export: no
          reason: only whether the person is online now
          erase: delete
          fields:
            value: { category: user.behavior }
      """;
  private static final NodePath PEOPLE = new NodePath(List.of("presence", "status"));

  @TempDir private Path directory;
  private World world;
  private SubjectId ann;

  @BeforeEach
  void open() {
    world = World.withLocations(directory, STATUS);
    ann = world.signUp("ann");
    world.cloud.realtime().set(node("ann").child("state"), "online");
    world.cloud.realtime().set(node("anna"), "online");
    world.cloud.realtime().set(node("bob"), "offline");
    world.runTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static NodePath node(String uid) {
    return PEOPLE.child(uid);
  }

  private RemovalOrder begin() {
    world.erasures.begin(ann, "account-deleted");
    return world.order(ann);
  }

  private void erase(RemovalOrder order, RealtimeDatabase realtime) {
    world.on(Ports.of(world.cloud).with(realtime)).erasureExecution().erase(order.id());
  }

  @Test
  void erasureRemovesThePersonsNodeAndNoOther() {
    RemovalOrder order = world.erase(ann);

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.realtime().keys(PEOPLE)).containsExactlyInAnyOrder("anna", "bob");
    assertThat(world.certificateOf(order).orElseThrow().locations())
        .contains(Finding.gone("status"));
    assertThat(world.certificateOf(order).orElseThrow().copies())
        .filteredOn(each -> each.place().equals("realtime"))
        .extracting(Finding::status)
        .containsExactly(Status.PENDING);
  }

  @Test
  void mapWithoutAResidencyOfTheDatabaseIsRefused() {
    assertThatThrownBy(() -> new RemainingCopies(FixtureProduct.FILES.residency(), world.dataMap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("residency.yaml has no store 'realtime'");
  }

  @Test
  void refusedDeletionLeavesTheOrderOpen() {
    RemovalOrder order = begin();

    assertThatThrownBy(
            () ->
                erase(
                    order,
                    InterceptedPorts.failFirst(
                        RealtimeDatabase.class, world.cloud.realtime(), "delete")))
        .isInstanceOf(RuntimeException.class);

    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.cloud.realtime().exists(node("ann"))).isTrue();
    world.runAgain(order);
    world.certify(order);
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.realtime().exists(node("ann"))).isFalse();
  }

  @Test
  void lostAnswerOfADeletionIsRepeated() {
    RemovalOrder order = begin();

    assertThatThrownBy(
            () ->
                erase(
                    order,
                    InterceptedPorts.loseFirstResponse(
                        RealtimeDatabase.class, world.cloud.realtime(), "delete")))
        .isInstanceOf(RuntimeException.class);

    world.runAgain(order);
    world.certify(order);
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.realtime().keys(PEOPLE)).containsExactlyInAnyOrder("anna", "bob");
  }

  @Test
  void nodeThatReappearsIsFoundByTheVerifierAndRemoved() {
    RemovalOrder order = world.removeData(ann);
    world.cloud.realtime().set(node("ann"), "online");

    world.certify(order);

    assertThat(world.certificateOf(order)).isEmpty();
    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().discrepancies())
        .containsExactly("status");
    world.runAgain(order);
    world.certify(order);
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.realtime().exists(node("ann"))).isFalse();
  }

  @Test
  void nodeOutsideTheMapIsAFinding() {
    world.cloud.realtime().set(new NodePath(List.of("typing", "ann")), "yes");
    RemovalOrder order = world.removeData(ann);

    world.certify(order);

    assertThat(world.certificateOf(order)).isEmpty();
    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().discrepancies())
        .containsExactly("unlisted");
    assertThat(world.cloud.realtime().exists(new NodePath(List.of("typing", "ann")))).isTrue();
  }

  @Test
  void unreadableDatabaseIsNeverCertified() {
    RemovalOrder order = world.removeData(ann);
    RealtimeDatabase unreadable =
        InterceptedPorts.failFirst(RealtimeDatabase.class, world.cloud.realtime(), "exists");

    assertThatThrownBy(
            () ->
                world
                    .on(Ports.of(world.cloud).with(unreadable))
                    .certifying()
                    .handle(World.verification(order)))
        .isInstanceOf(RuntimeException.class);

    assertThat(world.certificateOf(order)).isEmpty();
  }

  @Test
  void uidThatNoNodeCanHaveIsErasedWithoutTouchingOthers() {
    SubjectId dotted = world.signUp("a.b");
    world.cloud.realtime().set(node("a"), "online");

    assertThat(world.erase(dotted).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.realtime().exists(node("a"))).isTrue();
  }

  @Test
  void censusListsNodesOutsideTheMap() {
    world.cloud.realtime().set(new NodePath(List.of("typing", "ann")), "yes");
    world.cloud.realtime().set(new NodePath(List.of("presence", "rooms")), "yes");

    assertThat(world.services.attest().take(Long.MAX_VALUE).unlistedCollections())
        .containsExactlyInAnyOrder(
            new UnlistedCollection("realtime", "typing", 1),
            new UnlistedCollection("realtime", "presence/rooms", 1));
  }

  @Test
  void productWithoutSuchALocationNeverOpensTheDatabase(@TempDir Path other) {
    try (World without = new World(other)) {
      SubjectId bob = without.signUp("bob");
      without.cloud.counts().reset();

      without.erase(bob);
      without.services.attest().take(Long.MAX_VALUE);

      assertThat(without.cloud.counts().snapshot().keySet())
          .noneMatch(it -> it.startsWith("realtime"));
    }
  }
}
