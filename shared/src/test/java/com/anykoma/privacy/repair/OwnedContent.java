package com.anykoma.privacy.repair;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A world with content at every place that a data map can describe, and its two owners. */
final class OwnedContent {
  static final SubjectId ANN = new SubjectId("ann");
  static final SubjectId BEN = new SubjectId("ben");

  private static final String RULES =
      "purposes: [service, improvement], retention: item-life, export: yes, erase: delete,";
  private static final String STAMPED =
      "role: content, stamped: yes, edges: { owned: [items], derived: [corpus] }, " + RULES;
  private static final String PRIVACY =
      "privacy.*: { category: user.privacy_preferences },"
          + " deletedAt: { category: user.behavior }";
  private static final String LOCATIONS =
      """
        photos: { kind: document, path: "users/{uid}/albums/{album}/photos/{id}",
          subject: "{uid}", STAMPED
          fields: { text: { category: user.content.private, sealed: always }, PRIVACY } }
        rooms: { kind: document, path: "rooms/{room}", subject: none, role: content, RULES
          fields: { topic: { category: system.operations } } }
        members: { kind: document, path: "rooms/{room}/members/{uid}", subject: "{uid}", STAMPED
          fields: { text: { category: user.content.private, sealed: always }, PRIVACY } }
        posts: { kind: document, path: "rooms/{room}/members/{uid}/posts/{id}",
          subject: "{uid}", role: content, RULES
          fields: { text: { category: user.content.private } } }
        notes: { kind: document, path: "workspaces/{wid}/notes/{id}", subject: authorId, STAMPED
          fields: { authorId: { category: user.unique_id },
            text: { category: user.content.private, sealed: paid }, PRIVACY } }
        comments: { kind: document, path: "workspaces/{wid}/notes/{note}/comments/{id}",
          subject: "{note}", through: notes, STAMPED
          fields: { text: { category: user.content.private }, PRIVACY } }
        replies: { kind: document, path: "workspaces/{wid}/replies/{id}", subject: noteId,
          through: notes, STAMPED
          fields: { noteId: { category: user.content },
            text: { category: user.content.private }, PRIVACY } }
        boards: { kind: document, path: "boards/{board}", subject: owners, STAMPED
          fields: { owners: { category: user.unique_id, subjects: yes },
            members.*: { category: user.unique_id, subjects: keys },
            text: { category: user.content.private }, PRIVACY } }
        cards: { kind: document, path: "boards/{board}/cards/{id}", subject: "{board}",
          through: boards, STAMPED
          fields: { text: { category: user.content.private }, PRIVACY } }
      """
          .replace("STAMPED", STAMPED)
          .replace("RULES", RULES)
          .replace("PRIVACY", PRIVACY);

  /** The form in which a document names its owner. */
  enum Form {
    DEEP_UNDER_THE_OWNER("photos", "users/UID/albums/a/photos/p", true),
    UNDER_ANOTHER_ID("members", "rooms/r/members/UID", true),
    OWNER_FIELD("notes", "workspaces/w/notes/of-UID", true),
    CO_OWNED("boards", "boards/of-UID", false),
    THROUGH_THE_PATH("comments", "workspaces/w/notes/of-UID/comments/c", false),
    THROUGH_A_FIELD("replies", "workspaces/w/replies/of-UID", false);

    final String location;
    private final String path;
    final boolean isForTraining;

    Form(String location, String path, boolean isForTraining) {
      this.location = location;
      this.path = path;
      this.isForTraining = isForTraining;
    }

    DocumentPath of(SubjectId owner) {
      return new DocumentPath(path.replace("UID", owner.value()));
    }

    Fields fields(SubjectId owner) {
      String uid = owner.value();
      Fields text = Fields.empty().with("text", "of " + uid);
      return switch (this) {
        case OWNER_FIELD -> text.with("authorId", uid);
        case CO_OWNED -> text.with("owners", List.of(uid)).with("members", Map.of(uid, "editor"));
        case THROUGH_A_FIELD -> text.with("noteId", "of-" + uid);
        default -> text;
      };
    }
  }

  final World world;

  OwnedContent(Path directory) {
    world = World.withLocations(directory, LOCATIONS);
    world.keepGenerations();
    List.of("ann", "ben").forEach(world::signUp);
    world.put("rooms/r", Fields.empty().with("topic", "talk"));
  }

  /**
   * Writes the document and, for a form that leads through a note, the note; delivers the events.
   */
  void create(Form form, SubjectId owner) {
    createLeading(form, owner);
    world.handle(world.write(form.of(owner), form.fields(owner)));
  }

  void createLeading(Form form, SubjectId owner) {
    if (form == Form.THROUGH_THE_PATH || form == Form.THROUGH_A_FIELD) {
      create(Form.OWNER_FIELD, owner);
    }
  }

  /** Writes a document of every form for an owner and delivers the events. */
  void createAll(SubjectId owner) {
    for (Form each : Form.values()) {
      world.handle(world.write(each.of(owner), each.fields(owner)));
    }
  }

  Optional<ItemStamp> stamp(SubjectId owner, DocumentPath content) {
    return world
        .cloud
        .documents()
        .get(ItemStamp.pathOf(owner, content))
        .map(it -> ItemStamp.read(it.fields()));
  }

  /** Runs the daily repair, a day later. */
  void repair() {
    repair(world.services);
    world.runTasks();
  }

  void repair(Services services) {
    world.clock.advance(Duration.ofDays(1));
    services.repair().handle(new BeginScan("repair-" + world.clock.millis()));
  }

  /** Deletes the account and erases the person. */
  RemovalOrder erase(SubjectId subject) {
    world.cloud.accounts().delete(subject);
    return world.erase(subject);
  }

  /** All documents that a person owns by themselves, and what is beneath them, by path. */
  Map<DocumentPath, Document> appDocuments() {
    Map<DocumentPath, Document> all = new TreeMap<>();
    for (DocumentPath each : world.allDocuments().keySet()) {
      String top = each.segment(0);
      if (List.of("users", "rooms", "workspaces", "boards").contains(top)) {
        all.put(each, world.cloud.documents().get(each).orElseThrow());
      }
    }
    return all;
  }
}
