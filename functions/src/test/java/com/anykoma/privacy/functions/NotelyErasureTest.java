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
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that an erasure removes one person of a product that no code names, and changes nothing of
 * the people who share its data with them.
 */
@Keeps({"P19", "P20", "P21", "P23", "E23"})
@Tag("slow")
final class NotelyErasureTest {
  /** Collections in which an erasure adds records. */
  private static final Set<String> RECORDS =
      Set.of("audit", "erasures", "fences", "purges", "tombstones");

  @TempDir private Path directory;
  private NotelyTeam team;

  @BeforeEach
  void live() throws IOException {
    team = new NotelyTeam(directory);
    team.live();
    assertThat(team.stack.admitted()).contains(WORKSPACE + "/notes/of-" + AUTHOR);
  }

  @AfterEach
  void close() {
    assertThat(team.stack.refused).isEmpty();
    team.close();
  }

  @ParameterizedTest
  @CsvSource({
    OWNER + ", workspaces members notes comments links auditLogs stripeInvoices",
    MEMBER + ", comments auditLogs stripeInvoices",
    AUTHOR + ", comments auditLogs"
  })
  void erasureRemovesOnlyThePerson(String uid, String retained) {
    Map<String, Object> before = team.everything();
    Map<String, Object> others = othersData(uid);
    assertThat(before.size() - others.size()).isGreaterThan(30);

    team.deleteAccount(uid);

    assertNoTraceIsLeft(uid);
    Map<String, Object> after = team.everything();
    assertThat(changed(others, after)).isEmpty();
    assertOnlyRecordsAreNew(uid, changed(after, others));
    assertSharedDocumentsLostOnlyThePerson(uid, before);
    assertCertificateNamesEveryLocation(uid, List.of(retained.split(" ")));
  }

  private void assertNoTraceIsLeft(String uid) {
    assertThat(team.traces(uid)).isEmpty();
    assertThat(team.get(WORKSPACE + "/links/to-" + uid)).isEmpty();
    assertThat(team.get("workspaces/of-" + uid + "/links/to-" + uid)).isEmpty();
    assertThat(team.stack.cloud.billing().subscription("sub_" + uid).stream())
        .allMatch(it -> it.status() == SubscriptionStatus.CANCELED);
    assertThat(fields("auditLogs/by-" + uid).without("actorId").without("createdAt"))
        .isEqualTo(Fields.of(Map.of("action", "share", "ip", "203.0.113.0/24")));
  }

  /** All data that an erasure must not change. */
  private Map<String, Object> othersData(String uid) {
    Map<String, Object> others = team.everything();
    others.keySet().removeAll(team.traces(uid));
    others.keySet().removeAll(Set.of(WORKSPACE, BOARD, "subscription:sub_" + uid));
    others.keySet().removeIf(each -> each.endsWith("/links/to-" + uid));
    others.keySet().removeIf(each -> each.startsWith("keys:")); // see onlyThePersonsKeyIsDestroyed
    return others;
  }

  /** The names of entries that the other map does not have, or not with this value. */
  private static Set<String> changed(Map<String, Object> some, Map<String, Object> other) {
    return some.entrySet().stream()
        .filter(each -> !each.getValue().equals(other.get(each.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static void assertOnlyRecordsAreNew(String uid, Set<String> names) {
    Set<String> ofPerson =
        Set.of(
            WORKSPACE,
            BOARD,
            "auditLogs/by-" + uid,
            "subscription:sub_" + uid,
            "stripeEvents/evt_c_" + uid,
            "stripeEvents/evt_s_" + uid);
    assertThat(names)
        .allMatch(
            each ->
                ofPerson.contains(each)
                    || each.matches("(keys|evidence):.*")
                    || RECORDS.contains(each.split("/", -1)[0]));
  }

  private void assertSharedDocumentsLostOnlyThePerson(String uid, Map<String, Object> before) {
    List<String> others = PEOPLE.stream().filter(each -> !each.equals(uid)).toList();
    Fields board = fieldsOf(before.get(BOARD));
    assertThat(fields(BOARD))
        .isEqualTo(board.with("owners", others).with("cursors", board.map("cursors").without(uid)));
    Fields workspace = fieldsOf(before.get(WORKSPACE)).with("memberIds", others);
    if (uid.equals(OWNER)) {
      String hash = fields(WORKSPACE).string("ownerId").orElseThrow();
      assertThat(hash).hasSize(43);
      workspace = workspace.without("name").with("ownerId", hash);
    }
    assertThat(fields(WORKSPACE)).isEqualTo(workspace);
  }

  private static Fields fieldsOf(@Nullable Object document) {
    return ((Document) Objects.requireNonNull(document)).fields();
  }

  private Fields fields(String path) {
    return fieldsOf(team.get(path).orElseThrow());
  }

  private void assertCertificateNamesEveryLocation(String uid, List<String> retained) {
    RemovalOrder order = team.stack.orders("erasures").get(0);
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    Map<String, Status> expected = new HashMap<>();
    for (Location each : NotelyTeam.PRODUCT.dataMap().locations()) {
      boolean isCustomer = team.stack.cloud.billing().subscription("sub_" + uid).isPresent();
      if (each.role() != LocationRole.OWN && (isCustomer || each.role() != LocationRole.BILLING)) {
        expected.put(each.name(), retained.contains(each.name()) ? Status.RETAINED : Status.GONE);
      }
    }
    assertThat(
            certificate(order).locations().stream()
                .collect(Collectors.toMap(Finding::place, Finding::status)))
        .containsAllEntriesOf(expected);
  }

  /** The order's certificate, whose signature is verified. */
  private Certificate certificate(RemovalOrder order) {
    return team.stack.wiring.services().certificates().of(order).orElseThrow();
  }

  @Test
  @Keeps({"P16", "E24"})
  void onlyThePersonsKeyIsDestroyed() throws IOException {
    Map<String, Object> before = keys();
    assertThat(before).hasSameSizeAs(PEOPLE);

    team.deleteAccount(MEMBER);

    assertThat(changed(keys(), before)).isEmpty();
    assertThat(keys()).hasSize(PEOPLE.size() - 1);
    for (String each : List.of(OWNER, AUTHOR, OTHER)) {
      FakeResponse answer = team.stack.get(new SubjectId(each), "/documents/attachments/map");
      assertThat(answer.body()).contains("\"Map\"");
    }
  }

  /** The keys that are not destroyed. */
  private Map<String, Object> keys() {
    Map<String, Object> keys = team.everything();
    keys.entrySet()
        .removeIf(
            each ->
                !each.getKey().startsWith("keys:")
                    || !(each.getValue() instanceof Document key)
                    || !key.fields().has("wrapped"));
    return keys;
  }

  @Test
  @Keeps("P8")
  void commentsBeneathANoteOfThePersonArePurgedForTheirAuthors() {
    List<String> comments =
        List.of(OWNER, MEMBER, OTHER).stream()
            .map(each -> WORKSPACE + "/notes/of-" + AUTHOR + "/comments/by-" + each)
            .toList();
    team.daysPass(1); // repair gives accounts their first claims
    Map<String, Object> others = othersData(AUTHOR);
    others.keySet().removeIf(each -> each.matches("(scans|checks|expiryProgress|breakers)/.*"));
    others.values().removeIf(each -> each instanceof Document it && isAbout(it, comments));
    team.deleteAccount(AUTHOR);
    assertThat(comments).allMatch(each -> team.get(each).isPresent());

    team.daysPass(8);

    assertThat(comments).noneMatch(each -> team.get(each).isPresent());
    assertThat(changed(others, team.everything())).isEmpty();
    assertThat(team.stack.orders("purges"))
        .hasSameSizeAs(comments)
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED))
        .allSatisfy(
            it ->
                assertThat(certificate(it).locations())
                    .extracting(Finding::status)
                    .containsOnly(Status.GONE));
  }

  private static boolean isAbout(Document document, List<String> items) {
    return items.contains(document.path().value())
        || items.stream().anyMatch(each -> document.fields().asMap().containsValue(each));
  }

  @Test
  void sharedDataGoesWithTheLastPerson() {
    PEOPLE.forEach(team::deleteAccount);
    team.daysPass(8);

    assertThat(PEOPLE).allSatisfy(each -> assertThat(team.traces(each)).isEmpty());
    assertThat(team.get(BOARD)).isEmpty();
    assertThat(team.stack.admitted()).isEmpty();
    assertThat(team.stack.orders("erasures"))
        .hasSameSizeAs(PEOPLE)
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }
}
