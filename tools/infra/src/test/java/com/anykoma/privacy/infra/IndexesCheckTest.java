package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that a query which the data map's forms of owner need has an index. */
final class IndexesCheckTest {
  private static final String NOTES =
      """
        notes: { kind: document, path: "workspaces/{wid}/notes/{id}", subject: FIELD,
          role: content, stamped: yes, purposes: [service], retention: item-life, export: yes,
          erase: delete,
          fields: { FIELD: { category: user.unique_id SUBJECTS } } }
      """;

  private static void check(String field, String subjects) throws IOException {
    Path folder = InfraFiles.ofProject().root().resolve("privacy");
    String notes = NOTES.replace("FIELD", field).replace("SUBJECTS", subjects);
    Setting map =
        Setting.parse("datamap.yaml", Files.readString(folder.resolve("datamap.yaml")) + notes);
    Setting file =
        Setting.parse(
            "firestore.indexes.json", Files.readString(folder.resolve("firestore.indexes.json")));
    IndexesCheck.check(Indexes.read(file), file, PrivacyFiles.dataMap(map));
  }

  @Test
  void ownerFieldNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> check("authorId", ""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by authorId ASCENDING has no index");
  }

  @Test
  void listOfOwnersNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> check("owners", ", subjects: yes"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by owners CONTAINS has no index");
  }

  /** A purge removes the stamps of all people who ever owned the item. */
  @Test
  void stampsAreSearchedOverAllPeopleIfAnOwnerMayChange() {
    assertThatThrownBy(() -> check("authorId", ""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.items: the query by item ASCENDING has no index");
  }
}
