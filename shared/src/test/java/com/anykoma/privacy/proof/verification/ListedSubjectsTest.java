package com.anykoma.privacy.proof.verification;

import static com.anykoma.privacy.proof.verification.Person.U1;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an erasure removes only the person's uid from lists in other documents. */
@Keeps({"P19", "P20", "P23"})
final class ListedSubjectsTest {
  private static final String LIKED = "users/u10/images/liked";
  private static final String GROUP = "groups/g1";
  private static final List<Object> LIKES = List.of("u10", "u1", "U1", 7L, "u1-x", "u1");

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void live() throws IOException {
    DataMap map = PrivacyFiles.dataMap(Setting.parse("datamap.yaml", mapWithLists()));
    world = Person.populated(new World(directory, map));
    world.put(LIKED, Fields.empty().with("title", "fox").with("width", 3L).with("likedBy", LIKES));
    world.put(
        GROUP,
        Fields.empty()
            .with("name", "painters")
            .with("roster", Map.of("people", List.of("u1", "U1"), "size", 2L)));
  }

  /** The fixture's map with a list in images, and with groups that list their members. */
  private static String mapWithLists() {
    String text = FixtureProduct.text("datamap.yaml");
    String field = "      promptId: { category: user.content }\n";
    assertThat(text).containsOnlyOnce(field);
    return text.replace(
            field, field + "      likedBy: { category: user.unique_id, subjects: yes }\n")
        + """
            groups:
              kind: document
              path: groups/{id}
              subject: none
              role: own
              purposes: [service]
              retention: account-life
              export: no
              reason: each member's own
              erase: retain
              ground: the others' as well
              fields:
                name: { category: system.operations }
                roster.people: { category: user.unique_id, subjects: yes }
                roster.size: { category: system.operations }
          """;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Fields fields(String path) {
    return world.cloud.documents().get(new DocumentPath(path)).map(Document::fields).orElseThrow();
  }

  private RemovalOrder erased() {
    world.erasures.begin(U1.subject(), "account-deleted");
    RemovalOrder order = world.erasures.status(U1.subject()).orElseThrow();
    world.erasureExecution.erase(order.id());
    return world.reload(order);
  }

  @Test
  void erasureRemovesOnlyTheUidFromLists() {
    RemovalOrder order = erased();
    world.certifying.handle(World.verification(order));
    world.erasureExecution.erase(order.id());

    assertThat(fields(LIKED))
        .isEqualTo(
            Fields.empty()
                .with("title", "fox")
                .with("width", 3L)
                .with("likedBy", List.of("u10", "U1", 7L, "u1-x")));
    assertThat(fields(GROUP))
        .isEqualTo(
            Fields.empty()
                .with("name", "painters")
                .with("roster", Map.of("people", List.of("U1"), "size", 2L)));
    assertThat(world.certificateOf(order)).isPresent();
    assertThat(world.reload(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void documentsWithoutTheUidAreNotWritten() {
    world.put(LIKED, Fields.empty().with("likedBy", List.of("u10", "U1")));
    world.remove(GROUP);
    Document before = world.cloud.documents().get(new DocumentPath(LIKED)).orElseThrow();

    erased();

    assertThat(world.cloud.documents().get(new DocumentPath(LIKED))).contains(before);
  }

  @Test
  void verifierFindsAListWithTheUid() {
    RemovalOrder order = erased();
    world.put(LIKED, Fields.empty().with("likedBy", LIKES));
    world.put(GROUP, Fields.empty().with("roster", Map.of("people", List.of("u1"))));

    world.certifying.handle(World.verification(order));

    assertThat(world.certificateOf(order)).isEmpty();
    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().attributes())
        .containsValue("images,groups");

    world.erasureExecution.erase(order.id());
    assertThat(fields(LIKED).value("likedBy")).contains(List.of("u10", "U1", 7L, "u1-x"));
  }
}
