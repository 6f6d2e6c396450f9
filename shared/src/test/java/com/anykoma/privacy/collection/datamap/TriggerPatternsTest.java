package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests which patterns cover the stamped content of a map, each path once. */
@Keeps({"P3", "P8"})
final class TriggerPatternsTest {
  /** A map with stamped content at these paths, an account document and records of this product. */
  private static DataMap map(String account, String... content) {
    StringBuilder yaml =
        new StringBuilder(
            """
            categories: { nobody: [system.operations] }
            retention: { life: { ground: as long as the account } }
            locations:
            """);
    yaml.append(location("account", account, "account"));
    yaml.append(location("items", "subjects/{uid}/items/{id}", "own"));
    yaml.append(location("purges", "purges/{id}", "own"));
    for (String each : content) {
      yaml.append(location("at" + yaml.length(), each, "content, stamped: yes"));
    }
    return DataMap.read(Setting.parse("datamap.yaml", yaml.toString()));
  }

  private static String location(String name, String path, String role) {
    return """
      %s: { kind: document, path: "%s", subject: %s, role: %s, purposes: [service],
        retention: life, export: no, reason: none, erase: retain, ground: none,
        fields: { text: { category: system.operations } } }
    """
        .formatted(name, path, role.startsWith("content") ? firstId(path) : "none", role);
  }

  private static String firstId(String path) {
    return "\"" + path.substring(path.indexOf('{'), path.indexOf('}') + 1) + "\"";
  }

  private static List<String> patterns(DataMap map) {
    return TriggerPatterns.of(LocationRole.CONTENT, map).stream()
        .map(PathPattern::toString)
        .toList();
  }

  @Test
  void collectionsOfOneParentShareAWildcard() {
    assertThat(patterns(map("users/{uid}", "users/{uid}/notes/{id}", "users/{u}/books/{b}")))
        .containsExactly("users/{uid}/{collection}/{id}");
    assertThat(patterns(FixtureProduct.MAP)).containsExactly("users/{uid}/{collection}/{id}");
  }

  @Test
  void aCollectionAloneKeepsItsPath() {
    assertThat(
            patterns(
                map(
                    "users/{uid}",
                    "workspaces/{wid}/notes/{id}",
                    "users/{uid}/notes/{id}",
                    "users/{uid}/books/{id}",
                    "users/{uid}/books/{b}/pages/{id}")))
        .containsExactly(
            "users/{uid}/{collection}/{id}",
            "users/{uid}/books/{b}/pages/{id}",
            "workspaces/{wid}/notes/{id}");
  }

  @Test
  void noWildcardMatchesAccountsOrRecordsOfThisProduct() {
    assertThat(
            patterns(
                map(
                    "teams/{t}/users/{uid}",
                    "notes/{id}",
                    "books/{id}",
                    "teams/{t}/notes/{id}",
                    "teams/{t}/books/{id}",
                    "subjects/{uid}/notes/{id}",
                    "subjects/{uid}/books/{id}")))
        .containsExactly(
            "books/{id}",
            "notes/{id}",
            "subjects/{uid}/books/{id}",
            "subjects/{uid}/notes/{id}",
            "teams/{t}/books/{id}",
            "teams/{t}/notes/{id}");
  }

  @Test
  void everyStampedPathMatchesExactlyOnePattern() {
    DataMap map =
        map(
            "users/{uid}",
            "notes/{id}",
            "users/{uid}/notes/{id}",
            "users/{uid}/books/{id}",
            "people/{uid}/books/{id}",
            "people/{uid}/notes/{id}",
            "users/{uid}/books/{b}/notes/{id}");
    List<PathPattern> patterns = TriggerPatterns.of(LocationRole.CONTENT, map);

    for (Location each : map.stamped()) {
      assertThat(patterns.stream().filter(it -> it.overlaps(each.place().pattern().orElseThrow())))
          .as(each.place().toString())
          .hasSize(1);
    }
    Stream.concat(
            map.withRole(LocationRole.OWN).stream(), map.withRole(LocationRole.ACCOUNT).stream())
        .forEach(
            each ->
                assertThat(patterns)
                    .noneMatch(it -> it.overlaps(each.place().pattern().orElseThrow())));
  }

  @Test
  void accountsMatchTheirPath() {
    assertThat(TriggerPatterns.of(LocationRole.ACCOUNT, map("people/{uid}")))
        .extracting(PathPattern::toString)
        .containsExactly("people/{uid}");
    assertThat(patterns(map("people/{uid}"))).isEmpty();
  }
}
