package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.TriggerCoverageCheck.Violation;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that each location whose data functions process gets an event. */
@Keeps({"P3", "P5", "P8", "P10"})
final class TriggerCoverageCheckTest {
  private static final String MAP =
      """
      categories: { all: [user.content, user.unique_id] }
      retention: { life: { ground: as long as the account } }
      locations:
        profiles: { kind: document, path: "users/{uid}", subject: "{uid}", role: account,
          purposes: [service], retention: life, export: yes, erase: delete,
          fields: { name: { category: user.content } } }
        notes: { kind: document, path: "users/{uid}/notes/{id}", subject: "{uid}", role: content,
          stamped: yes, purposes: [service], retention: life, export: yes, erase: delete,
          fields: { text: { category: user.content, sealed: paid } } }
        waiting: { kind: blob, bucket: uploads, path: "users/{uid}/notes/{id}",
          subject: "{uid}", role: content, purposes: [service], retention: life, export: no,
          reason: staging, erase: delete, fields: { bytes: { category: user.content } } }
        kept: { kind: blob, bucket: content, path: "users/{uid}/notes/{noteId}", subject: "{uid}",
          role: content, strip: [exif], purposes: [service], retention: life, export: yes,
          erase: delete, fields: { bytes: { category: user.content, sealed: always } } }
        accounts: { kind: account, subject: uid, role: account, purposes: [service],
          retention: life, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id } } }
      """;

  private static Setting root(String from, String to) {
    assertThat(MAP).contains(from);
    return Setting.parse("datamap.yaml", MAP.replace(from, to));
  }

  @Test
  void triggersCoverTheFixture() {
    assertThat(TriggerCoverageCheck.violations(FixtureProduct.MAP)).isEmpty();
    assertThat(TriggerCoverageCheck.violations(DataMap.read(Setting.parse("datamap.yaml", MAP))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: document, path: \"users/{uid}/notes | kind: document, database: keys, path: \"users/{uid}/notes | notes | database",
        "notes/{id}\", subject: \"{uid}\", role: content, stamped | notes/{collection}\", subject: \"{uid}\", role: content, stamped | notes | path",
        "role: content, stamped: yes | role: content | notes | fields",
        "stamped: yes, purposes: [service], retention: life, export: yes, erase: delete, fields: { text: { category: user.content, sealed: paid } } } | purposes: [service], retention: life, export: yes, erase: delete, fields: { deletedAt: { category: user.content } } } | notes | fields",
        "content, path: \"users/{uid}/notes/{noteId} | content, path: \"users/{uid}/photos/{noteId} | waiting | path",
        "bucket: content | bucket: pictures | kept | path",
        "bucket: uploads | bucket: inbox | kept | path",
        "strip: [exif] | derived: ['{noteId}_{width}'] | waiting | derived",
      })
  void refusesUncoveredLocationsWithTheirLine(
      String from, String to, String location, String member) {
    Setting root = Setting.parse("datamap.yaml", flat().replace(from, to));
    assertThat(flat()).contains(from);

    List<Violation> violations = TriggerCoverageCheck.violations(DataMap.read(root));

    assertThat(violations)
        .extracting(Violation::location, Violation::member)
        .contains(tuple(location, member));
    assertThatThrownBy(() -> TriggerCoverageCheck.requireCovered(DataMap.read(root)))
        .isInstanceOf(SettingsException.class)
        .hasMessageMatching("datamap.yaml:\\d+: locations\\..*");
  }

  /** One line for each location. */
  private static String flat() {
    return MAP.replaceAll("\\n {4,}", " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"people/{uid}/notes/{id}", "notes/{uid}"})
  void acceptsStampedContentAtAnyPath(String path) {
    String from = "users/{uid}/notes/{id}\", subject: \"{uid}\", role: content,\n    stamped";

    assertThat(
            TriggerCoverageCheck.violations(
                DataMap.read(root(from, from.replace("users/{uid}/notes/{id}", path)))))
        .isEmpty();
  }
}
