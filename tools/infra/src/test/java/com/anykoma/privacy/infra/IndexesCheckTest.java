package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
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

  private static final String NONE = "{\"indexes\": [], \"fieldOverrides\": []}";

  private static void checkNotes(String field, String subjects) {
    check(
        NOTES.replace("FIELD", field).replace("SUBJECTS", subjects),
        FixtureProduct.text(DocumentIndex.FILE));
  }

  private static void check(String locations, String indexes) {
    Setting map = Setting.parse("datamap.yaml", FixtureProduct.text("datamap.yaml") + locations);
    Setting file = Setting.parse(DocumentIndex.FILE, indexes);
    IndexesCheck.check(
        Indexes.read(file), InfraFiles.recordIndexes(), file, PrivacyFiles.dataMap(map));
  }

  private static String override(String collection, String field) {
    return """
        {"indexes": [], "fieldOverrides": [
          {"collectionGroup": "%s", "fieldPath": "%s", "indexes": []}]}
        """
        .formatted(collection, field);
  }

  @Test
  void ownerFieldNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> checkNotes("authorId", ""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by authorId ASCENDING has no index");
  }

  @Test
  void listOfOwnersNeedsAnIndexOverTheCollectionGroup() {
    assertThatThrownBy(() -> checkNotes("owners", ", subjects: yes"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("locations.notes: the query by owners CONTAINS has no index");
  }

  @Test
  void indexesOfTheSoftwaresRecordsAreNotTheProducts() {
    assertThatThrownBy(() -> check("", override("purges", "dueAt")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "firestore.indexes.json:2: fieldOverrides[0].collectionGroup: the collection 'purges'"
                + " is this software's own, and its indexes are deployed with it; remove this one");
  }

  /** Terraform would plan the field twice. */
  @Test
  void overrideOfAFieldThatTheSoftwareOverridesIsRefused() {
    String parts =
        NOTES
            .replace("notes", "items")
            .replace("items:", "parts:")
            .replace("FIELD", "item")
            .replace("SUBJECTS", "");

    assertThatThrownBy(() -> check(parts, override("items", "item")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("fieldOverrides[0]: this software has an override for this field");
  }

  @Test
  void productWithoutIndexesLacksOnlyThoseOfItsOwnCollections() {
    String notes = NOTES.replace("FIELD", "authorId").replace("SUBJECTS", "");

    assertThatThrownBy(() -> check(notes, NONE))
        .isInstanceOfSatisfying(
            SettingsException.class,
            it ->
                assertThat(it.mistakes())
                    .extracting(SettingsMistake::problem)
                    .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("locations.usage: "),
                        one -> assertThat(one).startsWith("locations.notes: ")));
  }

  @Test
  void softwareIndexesOnlyFieldsOfItsRecords() {
    assertThat(InfraFiles.recordIndexes().listed())
        .isNotEmpty()
        .allSatisfy(
            index ->
                assertThat(FixtureProduct.MAP.withRole(LocationRole.OWN))
                    .anyMatch(
                        it ->
                            it.name().equals(index.collection())
                                && it.fields().stream()
                                    .map(DataField::name)
                                    .toList()
                                    .containsAll(
                                        index.fields().stream()
                                            .map(DocumentIndex::name)
                                            .toList())));
  }
}
