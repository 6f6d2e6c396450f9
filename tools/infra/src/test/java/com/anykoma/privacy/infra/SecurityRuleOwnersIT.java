package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/**
 * Tests on Firestore's emulator that rules which find the owner in each way that a data map may
 * name one let only the owner in. The rules call the functions of this software.
 */
@Keeps({"P17", "P23", "E13"})
final class SecurityRuleOwnersIT {
  private static final String LOCATION =
      """
        %s: { kind: document, path: "%s", subject: %s, role: content, purposes: [service],
          retention: life, export: yes, erase: delete, fields: { %s
          text: { category: user.content } } }
      """;

  private static final String MATCH =
      """
          match /%s {
            allow get%s: if isOwner(%s);
            allow create: if isOwner(%s) && changes().hasOnly([%s 'text'])
                && isText(changes(), 'text', 40) && !isFenced();
            allow update: if isOwner(%s) && changes().hasOnly(['text'])
                && isText(changes(), 'text', 40) && !isFenced();
            allow delete: if isOwner(%s) && !isFenced();
          }
      """;

  /**
   * Checks one location.
   *
   * @param subject as in the data map
   * @param field the declaration of the field that names the owner; empty if the path does
   * @param uid the expression of the owner's uid in rules, with {@code DATA} for the fields
   */
  private static void check(String path, String subject, String field, String uid)
      throws IOException {
    check("", "", path, subject, field, uid);
  }

  private static void check(
      String parent, String parentMatch, String path, String subject, String field, String uid)
      throws IOException {
    DataMap map =
        DataMap.read(
            Setting.parse(
                "datamap.yaml",
                """
                categories: { all: [user.content, user.unique_id] }
                retention: { life: { ground: as long as the account } }
                locations:
                """
                    + parent
                    + LOCATION.formatted("items", path, subject, field)));
    String name = field.isEmpty() ? "" : "'" + field.replaceAll(":.*", "") + "',";
    String stored = uid.replace("DATA", "resource.data");
    String written = uid.replace("DATA", "request.resource.data");
    // a query cannot prove what a get() finds, or that the ids of all documents are the uid
    boolean isListed = !uid.contains("get(") && !path.endsWith("{uid}");
    String matches =
        parentMatch
            + MATCH.formatted(
                path, isListed ? ", list" : "", stored, written, name, stored, stored);
    String functions = DeployedRules.functions(InfraFiles.ofProject(), "firestore.rules");
    String rules =
        "rules_version = '2';\nservice cloud.firestore {\n"
            + "  match /databases/{database}/documents {\n"
            + functions
            + matches
            + "  }\n}\n";
    ClientAccess access = ClientAccess.open("demo-owners-" + path.hashCode(), map, rules);

    assertThat(access.unwritable()).isEmpty();
    for (ClientAccess.Role each : EnumSet.allOf(ClientAccess.Role.class)) {
      assertThat(access.deviations(each, Session.unique("ann"))).as("%s %s", path, each).isEmpty();
    }
  }

  private static final String NOTES =
      LOCATION.formatted(
          "notes", "notes/{note}", "authorId", "authorId: { category: user.unique_id },");

  private static final String NOTES_MATCH = "    match /notes/{note} { allow read: if false; }\n";

  private static final String AUTHOR =
      "get(/databases/$(database)/documents/notes/$(%s)).data.authorId";

  @Test
  void ownerInThePath() throws IOException {
    check("people/{uid}/items/{id}", "\"{uid}\"", "", "uid");
  }

  @Test
  void ownerAtTheEndOfThePath() throws IOException {
    check("rooms/{room}/members/{uid}", "\"{uid}\"", "", "uid");
  }

  @Test
  void ownerInAField() throws IOException {
    check("posts/{id}", "authorId", "authorId: { category: user.unique_id },", "DATA.authorId");
  }

  @Test
  void ownersInAList() throws IOException {
    check(
        "boards/{id}",
        "owners",
        "owners: { category: user.unique_id, subjects: yes },",
        "request.auth.uid in DATA.owners ? request.auth.uid : null");
  }

  @Test
  void ownerThroughAField() throws IOException {
    check(
        NOTES,
        NOTES_MATCH,
        "comments/{id}",
        "noteId, through: notes",
        "noteId: { category: user.unique_id },",
        AUTHOR.formatted("DATA.noteId"));
  }

  @Test
  void ownerThroughThePath() throws IOException {
    check(
        NOTES,
        NOTES_MATCH,
        "notes/{note}/lines/{id}",
        "\"{note}\", through: notes",
        "",
        AUTHOR.formatted("note"));
  }
}
