package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the rules that a map needs for data beneath another person's document. */
@Keeps({"P19", "P23"})
final class NestedLocationsTest {
  private static String map(String upper, String lower) {
    return """
        categories: { all: [user.content, user.unique_id], nobody: [system.operations] }
        retention: { life: { ground: as long as the account } }
        locations:
          upper: { %s, role: content, purposes: [service], retention: life, export: yes, %s
            fields: { a: { category: user.unique_id } } }
          lower: { %s, role: content, purposes: [service], retention: life, export: yes, %s
            fields: { b: { category: user.unique_id } } }
        """
        .formatted(upper, erase(upper), lower, erase(lower));
  }

  private static String erase(String location) {
    return location.contains("erase:") ? "" : "erase: delete,";
  }

  private static DataMap read(String upper, String lower) {
    return DataMap.read(Setting.parse("datamap.yaml", map(upper, lower)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "path: \"w/{w}\", kind: document, subject: a | path: \"w/{w}/n/{n}\", kind: document, subject: b | beneath 'upper'",
        "path: \"w/{w}\", kind: document, subject: a | path: \"w/{w}/n/{n}/o/{o}\", kind: document, subject: b | beneath 'upper'",
        "path: \"w/{w}\", kind: document, subject: a | path: \"w/{w}/n/{n}\", kind: document, subject: \"{w}\" | beneath 'upper'",
        "path: \"w/{w}\", kind: document, subject: \"{w}\" | path: \"w/{w}/n/{n}\", kind: document, subject: b | beneath 'upper'",
        "path: \"w/{w}\", kind: document, subject: \"{w}\" | path: \"w/{w}/n/{n}\", kind: document, subject: hashed | beneath 'upper'",
        "path: \"w/{w}/m/{m}\", kind: document, subject: \"{w}\" | path: \"w/{v}/n/{n}\", kind: document, subject: b | add 'w/{w}' as a location",
        "path: \"w/{w}/m/{m}\", kind: blob, bucket: c, subject: \"{w}\" | path: \"w/{v}/n/{n}\", kind: blob, bucket: c, subject: hashed | move other people's objects elsewhere",
        "path: \"w/{w}\", kind: blob, bucket: c, subject: a | path: \"v/{v}\", kind: document, subject: b | an object must name its subject",
        "path: \"w/{w}\", kind: document, subject: a, shared: stays | path: \"v/{v}\", kind: document, subject: b | no location of other people's data",
        "path: \"w/{w}\", kind: document, subject: \"{w}\", shared: reassigned | path: \"w/{w}/n/{n}\", kind: document, subject: b | cannot be reassigned",
        "path: \"w/{w}\", kind: document, subject: a, shared: stays, erase: retain, ground: x | path: \"w/{w}/n/{n}\", kind: document, subject: b | only documents that an erasure deletes",
        "path: \"w/{w}\", kind: document, subject: a, shared: lost | path: \"w/{w}/n/{n}\", kind: document, subject: b | stays, reassigned, removed",
        "path: \"w/{w}\", kind: document, subject: \"{w}\", erase: pseudonymise, ground: x | path: \"v/{v}\", kind: document, subject: b | the path contains the uid",
        "path: \"w/{w}\", kind: document, subject: a, through: lower | path: \"v/{v}\", kind: document, subject: hashed | whose subject is a field",
      })
  void refusesDataBeneathAnotherPersonsDocumentWithoutARule(
      String upper, String lower, String problem) {
    assertThatThrownBy(() -> read(upper, lower))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("datamap.yaml:")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "path: \"w/{w}\", kind: document, subject: a, shared: stays | path: \"w/{w}/n/{n}\", kind: document, subject: b | true",
        "path: \"w/{w}\", kind: document, subject: a, shared: reassigned | path: \"w/{w}/n/{n}\", kind: document, subject: b | true",
        "path: \"w/{w}\", kind: document, subject: \"{w}\", shared: removed | path: \"w/{w}/n/{n}\", kind: document, subject: b | true",
        "path: \"w/{w}\", kind: document, subject: \"{w}\" | path: \"w/{w}/n/{n}\", kind: document, subject: \"{w}\" | false",
        "path: \"w/{w}\", kind: document, subject: \"{w}\" | path: \"w/{w}/n/{n}\", kind: document, subject: \"{w}\", erase: retain, ground: x | true",
        "path: \"w/{w}\", kind: document, subject: a | path: \"w2/{w}/n/{n}\", kind: document, subject: b | false",
      })
  void readsSharedRules(String upper, String lower, boolean mayContainRetained) {
    assertThat(read(upper, lower).mayContainRetained(new DocumentPath("w/x")))
        .isEqualTo(mayContainRetained);
  }

  @Test
  void refusesTwoSharedRulesForOnePath() {
    String middle =
        map(
                "path: \"w/{w}\", kind: document, subject: \"{w}\", shared: stays",
                "path: \"w/{w}/n/{n}\", kind: document, subject: \"{w}\", shared: removed")
            + """
                third: { path: "w/{w}/n/{n}/o/{o}", kind: document, subject: c, role: content,
                  purposes: [service], retention: life, export: yes, erase: delete,
                  fields: { c: { category: user.unique_id } } }
              """;

    assertThatThrownBy(() -> DataMap.read(Setting.parse("datamap.yaml", middle)))
        .hasMessageContaining("'upper' above it belongs to the same person and has another rule");
  }
}
