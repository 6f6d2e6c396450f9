package com.anykoma.privacy.repair;

import static com.anykoma.privacy.repair.OwnedContent.ANN;
import static com.anykoma.privacy.repair.OwnedContent.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.repair.OwnedContent.Form;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an erasure removes one owner's content, in every form, and changes no one else's. */
@Keeps({"P19", "P20", "P23"})
final class OwnedContentErasureTest {
  private static final DocumentPath BOARD = new DocumentPath("boards/ours");
  private static final DocumentPath CARD = new DocumentPath("boards/ours/cards/c");

  @TempDir private Path directory;
  private OwnedContent content;
  private World world;

  @BeforeEach
  void open() {
    content = new OwnedContent(directory);
    world = content.world;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void createEverything() {
    content.createAll(ANN);
    content.createAll(BEN);
    for (String each : List.of("ann", "ben")) {
      world.put("rooms/r/members/" + each + "/posts/p", Fields.empty().with("text", "hello"));
    }
    // beneath a room and a member that do not exist
    world.put("rooms/gone/members/ann/posts/p", Fields.empty().with("text", "hello"));
  }

  @Test
  void erasureRemovesEveryFormAndChangesNothingOfOthers() {
    createEverything();
    Map<DocumentPath, Document> before = content.appDocuments();

    RemovalOrder order = content.erase(ANN);

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    before.keySet().removeIf(each -> each.value().contains("ann"));
    assertThat(content.appDocuments()).isEqualTo(before);
    assertThat(world.isThere("rooms/r")).isTrue();
    assertThat(world.certificateOf(order).orElseThrow().locations())
        .filteredOn(
            it -> Stream.of(Form.values()).anyMatch(form -> form.location.equals(it.place())))
        .hasSize(Form.values().length)
        .extracting(Finding::status)
        .containsOnly(Status.GONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 55})
  void erasureConvergesIfEverySoManyCallsAreRefused(int interval) {
    createEverything();
    Map<DocumentPath, Document> before = content.appDocuments();
    before.keySet().removeIf(each -> each.value().contains("ann"));
    world.cloud.accounts().delete(ANN);
    world.erasures.begin(ANN, "account-deleted");
    RemovalOrder order = world.order(ANN);
    Services failing = refusing(interval);
    for (int i = 0; i < 3; i++) {
      assertThatNothingElseFails(() -> failing.erasureExecution().erase(order.id()));
      assertThat(content.appDocuments()).containsAllEntriesOf(before);
    }

    RemovalOrder last = world.runAgain(order);
    world.certify(last);

    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(content.appDocuments()).isEqualTo(before);
  }

  private static void assertThatNothingElseFails(Runnable work) {
    try {
      work.run();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("refused");
    }
  }

  /** Services whose every so many-th call of the documents is refused. */
  private Services refusing(int interval) {
    int[] calls = {0};
    Documents refusing =
        InterceptedPorts.wrap(
            Documents.class,
            world.cloud.documents(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                if (calls[0]++ % interval == interval - 1) {
                  throw new IllegalStateException("the call is refused");
                }
              }
            });
    return world.on(Ports.of(world.cloud).with(refusing));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void repairConvergesIfOneCallIsRefused(Form form) {
    content.createLeading(form, ANN);
    world.write(form.of(ANN), form.fields(ANN));
    for (int interval : List.of(4, 5, 7)) {
      Services failing = refusing(interval);
      assertThatNothingElseFails(() -> content.repair(failing));
      world.runTasks();
    }

    content.repair();

    assertThat(content.stamp(ANN, form.of(ANN))).isPresent();
  }

  /** No query finds the document by the person, so the daily scan of its location has to. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"DEEP_UNDER_THE_OWNER", "UNDER_ANOTHER_ID", "OWNER_FIELD", "CO_OWNED"})
  void lateWriteWithoutAnEventIsErased(Form form) {
    content.erase(ANN);
    world.write(form.of(ANN), form.fields(ANN));

    content.repair();
    RemovalOrder order = world.order(ANN);
    world.certify(order);
    world.runAgain(order);

    assertThat(world.isThere(form.of(ANN).value())).isFalse();
  }

  @Test
  @Keeps("E23")
  void membersOfARoomWithThePersonsIdStay() {
    world.put("rooms/ann/members/ben", Fields.empty().with("text", "mine"));
    world.put("rooms/ann/members/ann", Fields.empty().with("text", "mine"));

    RemovalOrder order = content.erase(ANN);

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere("rooms/ann/members/ben")).isTrue();
    assertThat(world.isThere("rooms/ann/members/ann")).isFalse();
  }

  @Test
  void coOwnedDocumentKeepsEverythingButTheErasedOwner() {
    ownTogether();
    Fields before = world.at(BOARD.value()).orElseThrow();

    assertThat(content.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);

    assertThat(world.at(BOARD.value()))
        .contains(before.with("owners", List.of("ben")).with("members", Map.of("ben", "editor")));
    assertThat(world.isThere(CARD.value())).isTrue();
  }

  @Test
  void coOwnedDocumentIsDeletedWithItsLastOwner() {
    ownTogether();
    content.erase(ANN);

    RemovalOrder order = content.erase(BEN);

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere(BOARD.value())).isFalse();
    assertThat(world.isThere(CARD.value())).isFalse();
  }

  @Test
  void documentWithAnUnknownCoOwnerStays() {
    world.put(BOARD.value(), Fields.empty().with("owners", List.of("ann", "")));

    content.erase(ANN);

    assertThat(world.at(BOARD.value())).contains(Fields.empty().with("owners", List.of("")));
  }

  @Test
  void independentVerifierFindsScatteredAndCoOwnedResidue() {
    RemovalOrder order = world.removeData(ANN);
    world.put("rooms/r/members/ann", Fields.empty());
    world.put("rooms/missing/members/ann/posts/p", Fields.empty());
    world.put("boards/b", Fields.empty().with("owners", List.of("ben", "ann")));
    world.put("workspaces/w/notes/n", Fields.empty().with("authorId", "ann"));

    world.certify(order);

    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().discrepancies())
        .containsExactlyInAnyOrder("members", "posts", "boards", "notes");
  }

  @Test
  void holdOnContentOfAnotherFormBlocksItsErasureUntilItIsCopied() {
    content.create(Form.OWNER_FIELD, ANN);
    world
        .services
        .holds()
        .place(Form.OWNER_FIELD.of(ANN), "case 1", world.clock.instant().plusSeconds(1_000_000));

    RemovalOrder order = content.erase(ANN);

    assertThat(world.isThere(Form.OWNER_FIELD.of(ANN).value())).isFalse();
    assertThat(order.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThatThrownBy(
            () ->
                world
                    .services
                    .holds()
                    .place(Form.OWNER_FIELD.of(ANN), "case", world.clock.instant().plusSeconds(9)))
        .hasMessageContaining("names no owner");
  }

  private void ownTogether() {
    world.handle(
        world.write(
            BOARD,
            Fields.empty()
                .with("owners", List.of("ann", "ben"))
                .with("members", Map.of("ann", "editor", "ben", "editor"))
                .with("text", "our plan")));
    world.handle(world.write(CARD, Fields.empty().with("text", "a")));
  }
}
