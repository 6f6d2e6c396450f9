package com.anykoma.privacy.proof.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.census.UnlistedCollection;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.PurgePreview.PreviewedDocument;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests erasures of people whose documents contain other people's documents (P19, P23). */
@Keeps({"P19", "P20", "P23"})
final class SharedPlacesTest {
  private static final String LOCATIONS =
      """
        workspaces: { kind: document, path: "workspaces/{wid}", subject: ownerUid, role: content,
          shared: RULE, purposes: [service], retention: account-life, export: yes, erase: delete,
          fields: { ownerUid: { category: user.unique_id }, title: { category: user.content },
            people: { category: user.unique_id, subjects: yes } } }
        workspaceMembers: { kind: document, path: "workspaces/{wid}/members/{mid}", subject: uid,
          role: content, purposes: [service], retention: account-life, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id } } }
        workspaceNotes: { kind: document, path: "workspaces/{wid}/notes/{nid}", subject: authorUid,
          role: content, purposes: [service], retention: account-life, export: yes, erase: delete,
          fields: { authorUid: { category: user.unique_id }, text: { category: user.content } } }
        noteFiles: { kind: document, path: "workspaces/{wid}/notes/{nid}/files/{fid}",
          subject: none, role: own, purposes: [service], retention: account-life, export: no,
          reason: a part of its note, erase: delete,
          fields: { size: { category: system.operations } } }
      """;
  private static final String SHARES =
      """
        noteShares: { kind: document, path: "workspaces/{wid}/shares/{sid}", subject: note,
          through: workspaceNotes, role: content, purposes: [service], retention: account-life,
          export: yes, erase: delete, fields: { note: { category: user.content } } }
      """;
  private static final String HOME =
      """
        walls: { kind: document, path: "walls/{uid}", subject: "{uid}", role: content,
          shared: RULE, purposes: [service], retention: account-life, export: yes, erase: delete,
          fields: { text: { category: user.content } } }
        wallPosts: { kind: document, path: "walls/{uid}/posts/{pid}", subject: by, role: content,
          purposes: [service], retention: account-life, export: yes, erase: delete,
          fields: { by: { category: user.unique_id } } }
      """;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // every test begins with given(...)
  private World world;

  private void given(String locations, String rule) {
    world = World.withLocations(directory, locations.replace("RULE", rule));
    world.keepGenerations();
    List.of("u1", "v").forEach(each -> world.signUp(each));
    if (locations.equals(LOCATIONS)) {
      world.put(
          "workspaces/w",
          Fields.empty()
              .with("ownerUid", "u1")
              .with("title", "ours")
              .with("people", List.of("u1", "v")));
      for (String each : List.of("u1", "v")) {
        world.put("workspaces/w/members/" + each, Fields.empty().with("uid", each));
        world.put("workspaces/w/notes/" + each, Fields.empty().with("authorUid", each));
        world.put("workspaces/w/notes/" + each + "/files/f", Fields.empty().with("size", 1L));
      }
    } else {
      world.put("walls/u1", Fields.empty().with("text", "mine"));
      world.put("walls/u1/posts/u1", Fields.empty().with("by", "u1"));
      world.put("walls/u1/posts/v", Fields.empty().with("by", "v"));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The finding of an order's certificate for a place. */
  private Finding findingFor(RemovalOrder order, String place) {
    return world.certificateOf(order).orElseThrow().locations().stream()
        .filter(each -> each.place().equals(place))
        .findFirst()
        .orElseThrow();
  }

  private void assertOnlyOwnDataIsDeleted() {
    for (String each : List.of("members/", "notes/")) {
      assertThat(world.isThere("workspaces/w/" + each + "u1")).as(each).isFalse();
      assertThat(world.isThere("workspaces/w/" + each + "v")).as(each).isTrue();
    }
    assertThat(world.isThere("workspaces/w/notes/u1/files/f")).isFalse();
    assertThat(world.isThere("workspaces/w/notes/v/files/f")).isTrue();
  }

  @Test
  void documentsOfOthersRemainWhenTheOwnerIsErased() {
    given(LOCATIONS, "stays");
    assertThat(world.services.erasurePreview().others(new SubjectId("u1")))
        .containsExactly(
            new OthersDocuments("workspaceMembers", "stays", 1),
            new OthersDocuments("workspaceNotes", "stays", 1));

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("workspaces/w")).isFalse();
    assertOnlyOwnDataIsDeleted();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(findingFor(order, "workspaces").status()).isEqualTo(Status.GONE);
    assertThat(findingFor(order, "workspaceNotes").status()).isEqualTo(Status.RETAINED);
    assertThat(order.fields().strings("others"))
        .containsExactly("workspaceMembers stays 1", "workspaceNotes stays 1");
    assertThat(order.fields().has("places")).isFalse();
    assertThat(world.purgesOf("workspaces/w/notes/v")).isEmpty();
  }

  @Test
  void sharedPlaceIsReassigned() {
    given(LOCATIONS, "reassigned");

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertOnlyOwnDataIsDeleted();
    Fields left = world.at("workspaces/w").orElseThrow();
    assertThat(left.asMap().keySet()).containsExactlyInAnyOrder("ownerUid", "people");
    assertThat(left.string("ownerUid")).isNotEmpty().isNotEqualTo(Optional.of("u1"));
    assertThat(left.strings("people")).containsExactly("v");
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(findingFor(order, "workspaces").status()).isEqualTo(Status.RETAINED);
  }

  @Test
  void unsharedPlaceIsDeletedInsteadOfReassigned() {
    given(LOCATIONS, "reassigned");
    List.of("members/v", "notes/v/files/f", "notes/v")
        .forEach(each -> world.remove("workspaces/w/" + each));

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("workspaces/w")).isFalse();
    assertThat(findingFor(order, "workspaces").status()).isEqualTo(Status.GONE);
  }

  /** More documents than one page: the note is deleted before the last shares are read. */
  @Test
  void documentsThatLeadThroughADeletedOneAreDeletedWithIt() {
    world = World.withLocations(directory, (LOCATIONS + SHARES).replace("RULE", "reassigned"));
    SubjectId owner = world.signUp("u1");
    world.put("workspaces/w", Fields.empty().with("ownerUid", "u1"));
    world.put("workspaces/w/notes/n", Fields.empty().with("authorUid", "u1"));
    for (int i = 0; i < 510; i++) {
      world.put("workspaces/w/shares/s" + i, Fields.empty().with("note", "n"));
    }

    RemovalOrder order = world.erase(owner);

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.documents().find(Query.group("shares").limit(1))).isEmpty();
  }

  @Test
  void documentsOfOthersHaveTheirOwnOrders() {
    given(LOCATIONS, "removed");

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("workspaces/w")).isFalse();
    assertOnlyOwnDataIsDeleted();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    RemovalOrder note = world.purgesOf("workspaces/w/notes/v").get(0);
    assertThat(note.subject()).contains(new SubjectId("v"));
    assertThat(note.cause()).isEqualTo("place-removed");
    world.retention.purge(note.id());
    assertThat(world.isThere("workspaces/w/notes/v")).as("restorable").isTrue();

    RemovalOrder purged = world.purge(note);

    assertThat(purged.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(findingFor(purged, "workspaceNotes").status()).isEqualTo(Status.GONE);
    assertThat(world.isThere("workspaces/w/notes/v")).isFalse();
    assertThat(world.isThere("workspaces/w/notes/v/files/f")).isFalse();
    assertThat(world.isThere("workspaces/w/members/v")).as("has its own").isTrue();
    assertThat(world.purgesOf("workspaces/w/members/v")).hasSize(1);
  }

  @Test
  void orderIsDroppedWhenItsDocumentHasANewOwner() {
    given(LOCATIONS, "removed");
    world.erase(new SubjectId("u1"));
    RemovalOrder note = world.purgesOf("workspaces/w/notes/v").get(0);
    world.put("workspaces/w/notes/v", Fields.empty().with("authorUid", "w"));

    world.clock.set(note.restorableUntil());
    world.retention.purge(note.id());

    assertThat(world.reload(note).state()).isEqualTo(OrderState.REVOKED);
    assertThat(world.isThere("workspaces/w/notes/v")).isTrue();
  }

  @Test
  void unlistedDocumentInASharedPlaceIsRetained() {
    given(LOCATIONS, "stays");
    world.put("workspaces/w/secret/s", Fields.empty().with("what", "?"));

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("workspaces/w/secret/s")).isTrue();
    assertThat(findingFor(order, "unlisted").status()).isEqualTo(Status.RETAINED);
    assertThat(order.fields().strings("others")).contains("unlisted stays 1");
    assertThat(world.services.attest().take(Long.MAX_VALUE).unlistedCollections())
        .contains(new UnlistedCollection("main", "workspaces/{}/secret", 1));
  }

  @Test
  void unlistedDocumentUnderTheUidKeepsTheOrderOpen() {
    given(HOME, "stays");
    world.put("walls/u1/secret/s", Fields.empty().with("what", "?"));

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("walls/u1/secret/s")).isTrue();
    assertThat(order.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.certificateOf(order)).isEmpty();
  }

  @Test
  void documentsOfOthersUnderTheUidRemain() {
    given(HOME, "stays");

    RemovalOrder order = world.erase(new SubjectId("u1"));

    assertThat(world.isThere("walls/u1")).isFalse();
    assertThat(world.isThere("walls/u1/posts/u1")).isFalse();
    assertThat(world.isThere("walls/u1/posts/v")).isTrue();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(findingFor(order, "wallPosts").status()).isEqualTo(Status.RETAINED);
  }

  @Test
  void verifierFindsThePersonsDataAmongOthers() {
    given(HOME, "stays");
    RemovalOrder order = world.removeData(new SubjectId("u1"));
    world.put("walls/u1/posts/zz", Fields.empty().with("by", "u1"));
    world.put("walls/u1/posts/a", Fields.empty().with("by", "v"));

    VerificationResult result = world.services.erasureVerification().verify(order);

    assertThat(result.residue()).containsExactly("wallPosts");
  }

  @Test
  void dryRunListsDocumentsOfOthers() {
    given(LOCATIONS, "stays");
    world.put("workspaces/w/notes/v/odd/o", Fields.empty());

    List<PreviewedDocument> previewed =
        world.services.purgePreview().preview(new DocumentPath("workspaces/w"));

    assertThat(previewed)
        .extracting(PreviewedDocument::name, PreviewedDocument::isDeleted, PreviewedDocument::why)
        .contains(
            tuple("workspaces/w", true, "item"),
            tuple("workspaces/w/notes/v", false, "others"),
            tuple("workspaces/w/notes/v/odd/o", false, "others"));
  }
}
