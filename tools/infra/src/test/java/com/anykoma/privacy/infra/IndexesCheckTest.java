package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests that a query which the data map's forms of owner need has an index. */
final class IndexesCheckTest {
  private static final String NOTES =
      """
        notes: { kind: document, path: "workspaces/{wid}/notes/{id}", subject: FIELD,
          role: content, stamped: yes, purposes: [service], retention: item-life, export: yes,
          erase: delete, edges: { owned: [items], derived: [corpus] },
          fields: { FIELD: { category: user.unique_id SUBJECTS } } }
      """;

  private static void check(String field, String subjects) throws IOException {
    try (InputStream in = DataMap.class.getResourceAsStream("/privacy/datamap.yaml")) {
      String shipped =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String notes = NOTES.replace("FIELD", field).replace("SUBJECTS", subjects);
      Setting map = Setting.parse("datamap.yaml", shipped + notes);
      Path indexes = InfraFiles.ofProject().root().resolve("terraform/firestore.indexes.json");
      Setting file = Setting.parse("firestore.indexes.json", Files.readString(indexes));
      IndexesCheck.check(Indexes.read(file), file, DataMap.read(map));
    }
  }

  @Test
  void ownerFieldNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> check("authorId", ""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by authorId has no index");
  }

  @Test
  void listOfOwnersNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> check("owners", ", subjects: yes"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by owners has no index");
  }

  /** A purge removes the stamps of all people who ever owned the item. */
  @Test
  void stampsAreSearchedOverAllPeopleIfAnOwnerMayChange() {
    assertThatThrownBy(() -> check("authorId", ""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.items: the query by item has no index");
  }
}
