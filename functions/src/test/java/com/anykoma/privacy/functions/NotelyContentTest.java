package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.NotelyTeam.AUTHOR;
import static com.anykoma.privacy.functions.NotelyTeam.BOARD;
import static com.anykoma.privacy.functions.NotelyTeam.MEMBER;
import static com.anykoma.privacy.functions.NotelyTeam.OTHER;
import static com.anykoma.privacy.functions.NotelyTeam.OWNER;
import static com.anykoma.privacy.functions.NotelyTeam.PEOPLE;
import static com.anykoma.privacy.functions.NotelyTeam.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that content of a product that no code names is purged, and that lost events are repaired.
 */
@Tag("slow")
final class NotelyContentTest {
  private static final String NOTE = WORKSPACE + "/notes/of-" + AUTHOR;
  private static final String LINK = WORKSPACE + "/links/to-" + AUTHOR;

  @TempDir private Path directory;
  private NotelyTeam team;

  @BeforeEach
  void live() throws IOException {
    team = new NotelyTeam(directory);
    team.live();
  }

  @AfterEach
  void close() {
    assertThat(team.stack.refused).isEmpty();
    team.close();
  }

  @Test
  @Keeps({"P8", "P19", "P20"})
  void deletedNoteIsPurgedWithTheLinksToIt() {
    String sameName = "workspaces/of-" + AUTHOR;
    markDeleted(NOTE);
    team.daysPass(6);
    assertThat(team.get(NOTE)).isPresent();

    team.daysPass(2);

    assertThat(team.get(NOTE)).isEmpty();
    assertThat(team.get(LINK)).isEmpty();
    assertThat(stamp(AUTHOR, NOTE)).isEmpty();
    assertThat(team.stack.admitted())
        .doesNotContain(NOTE)
        .contains(sameName + "/notes/of-" + AUTHOR);
    assertThat(team.get(sameName + "/links/to-" + AUTHOR)).isPresent();
    assertThat(team.get(WORKSPACE + "/links/to-" + OTHER)).isPresent();
    assertPurged("notes", "links", "items", "corpus");
  }

  @Test
  @Keeps({"P8", "P19", "P20"})
  void deletedDraftIsPurged() {
    String draft = "people/" + MEMBER + "/drafts/tower";
    markDeleted(draft);

    team.daysPass(8);

    assertThat(team.get(draft)).isEmpty();
    assertThat(stamp(MEMBER, draft)).isEmpty();
    assertThat(team.get("people/" + AUTHOR + "/drafts/tower")).isPresent();
    assertPurged("drafts", "items", "corpus");
  }

  @Test
  @Keeps("P32")
  void coOwnersSeeTheKindsOfSensitiveData() {
    String board = "boards/budget";
    team.stack.put(
        board, Map.of("owners", List.of(AUTHOR, MEMBER), "name", "card 4242 4242 4242 4242"));
    team.stack.settle();

    Fields shown = team.get(board).orElseThrow().fields().map("privacy");
    assertThat(shown.strings("sensitive")).containsExactly("CARD");
    assertThat(shown.has("plan")).isFalse();
  }

  private void markDeleted(String path) {
    Fields fields = team.get(path).orElseThrow().fields();
    team.stack.put(path, fields.with("deletedAt", team.stack.now()).asMap());
    team.stack.settle();
  }

  /** The order about the item itself is fulfilled and certified. */
  private void assertPurged(String... places) {
    RemovalOrder order =
        team.stack.orders("purges").stream()
            .filter(it -> it.cause().equals(CircuitBreaker.DELETED))
            .findFirst()
            .orElseThrow();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(
            team.stack.wiring.services().certificates().of(order).orElseThrow().locations().stream()
                .filter(it -> it.status() == Status.GONE)
                .map(Finding::place))
        .contains(places);
  }

  private Optional<Document> stamp(String uid, String path) {
    DocumentPath stamp = ItemStamp.pathOf(new SubjectId(uid), new DocumentPath(path));
    return team.get(stamp.value());
  }

  @Test
  @Keeps({"P3", "P8", "P25"})
  void lostWriteEventsAreRepaired() {
    String note = WORKSPACE + "/notes/second";
    String board = "boards/second";
    team.stack.put(note, Map.of("authorId", AUTHOR, "text", "a harbour"));
    team.stack.put(board, Map.of("owners", List.of(AUTHOR, OTHER), "name", "Packing"));
    team.stack.forgetChanges();

    team.daysPass(1);

    assertThat(stamp(AUTHOR, note)).isPresent();
    assertThat(stamp(OTHER, note)).isEmpty();
    assertThat(team.stack.admitted()).contains(note).doesNotContain(board);
    assertThat(stamp(AUTHOR, board)).isPresent();
    assertThat(stamp(OTHER, board)).isPresent();
  }

  @Test
  @Keeps({"P3", "P25"})
  void lostAccountEventIsRepaired() {
    SubjectId eve = new SubjectId("eve");
    team.stack.cloud.accounts().create(eve, Optional.empty(), Optional.empty());
    team.stack.put("people/eve", Map.of("createdAt", team.stack.now(), "objection", true));
    team.stack.forgetChanges();
    assertThat(team.get("subjects/eve")).isEmpty();

    team.daysPass(1);

    Fields record = team.get("subjects/eve").orElseThrow().fields();
    assertThat(record.has("accountCreatedAt")).isTrue();
    assertThat(record.map("objection").has("objectedSince")).isTrue();
    assertThat(team.get("subjects/eve/consents/00000000")).isPresent();
  }

  @Test
  @Keeps("P20")
  void lateWritesWithoutEventsAreRemoved() {
    team.deleteAccount(AUTHOR);
    team.stack.put(WORKSPACE + "/notes/late", Map.of("authorId", AUTHOR, "text", "late"));
    team.stack.put("boards/late", Map.of("owners", List.of(AUTHOR), "name", "Late"));
    team.stack.put(BOARD, Map.of("owners", PEOPLE, "name", "Route"));
    team.stack.forgetChanges();

    team.daysPass(2);

    assertThat(team.traces(AUTHOR)).isEmpty();
    assertThat(team.get(BOARD).orElseThrow().fields().strings("owners"))
        .containsExactly(OWNER, MEMBER, OTHER);
  }
}
