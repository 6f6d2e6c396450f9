package com.anykoma.privacy.infra.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.infra.offline.BlockSchema.Attribute;
import com.anykoma.privacy.infra.offline.BlockSchema.Nested;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that violations of the schema are reported with their place. */
final class StaticCheckTest {
  private static final ProviderSchema SCHEMA =
      new ProviderSchema(
          new BlockSchema(Map.of(), Map.of()),
          Map.of(
              "google_topic",
              new BlockSchema(
                  Map.of(
                      "name", new Attribute("\"string\"", true, true),
                      "labels", new Attribute("[\"map\",\"string\"]", false, true),
                      "id", new Attribute("\"string\"", false, false)),
                  Map.of(
                      "policy",
                      new Nested(
                          new BlockSchema(
                              Map.of("regions", new Attribute("\"string\"", true, true)), Map.of()),
                          false,
                          true,
                          false)))),
          Map.of(
              "google_project",
              new BlockSchema(
                  Map.of("number", new Attribute("\"string\"", false, false)), Map.of())));

  private static final String AROUND =
      "{'variable': {'region': [{}]}, 'locals': [{'names': 'x'}], 'module': {'m': [{}]}, 'data':"
          + " {'google_project': {'p': [{}]}}, 'resource': {'google_topic': {'t': [%s], 'u':"
          + " [{'name': 'u'}]}}}";

  private static List<String> problems(String resource) {
    JsonObject file =
        JsonParser.parseString(AROUND.formatted(resource).replace('\'', '"')).getAsJsonObject();
    return StaticCheck.problems(SCHEMA, Map.of("a.tf", file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'name': 'n'}
          {'name': 'n', 'count': 1, 'for_each': '${local.names}', 'depends_on': ['${google_topic.u}'], 'lifecycle': [{'prevent_destroy': true}]}
          {'name': '${var.region}-${data.google_project.p.number}', 'policy': [{'regions': 'r'}, {'regions': 's'}]}
          {'name': '${google_topic.u[each.key].id}'}
          {'name': '${google_topic.u[local.names[each.key]].name}', 'dynamic': {'policy': [{'for_each': '${[1]}', 'content': [{'regions': '${policy.value}'}]}]}}
          {'name': '${module.m.anything}', 'labels': {'google_topic': 'x.y', 'b': 'var'}}
          """)
  void acceptsValidFiles(String resource) {
    assertThat(problems(resource)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {} | a.tf: google_topic.t lacks name
          {'name': 'n', 'lables': {}} | a.tf: google_topic.t has no argument lables
          {'name': 'n', 'id': 'i'} | a.tf: google_topic.t.id cannot be set
          {'name': 'n', 'policy': [{}]} | a.tf: google_topic.t.policy lacks regions
          {'name': 'n', 'policy': [{'regions': 'r', 'zone': 'z'}]} | a.tf: google_topic.t.policy has no argument zone
          {'name': 'n', 'dynamic': {'policies': [{'content': [{}]}]}} | a.tf: google_topic.t has no block policies
          {'name': 'n', 'dynamic': {'policy': [{'content': [{}]}]}} | a.tf: google_topic.t.policy lacks regions
          {'name': '${var.zone}'} | a.tf refers to var.zone, which is not declared
          {'name': '${local.name}'} | a.tf refers to local.name, which is not declared
          {'name': '${module.other.x}'} | a.tf refers to module.other, which is not declared
          {'name': '${google_topic.v.name}'} | a.tf refers to google_topic.v, which is not declared
          {'name': '${data.google_project.q.number}'} | a.tf refers to data.google_project.q, which is not declared
          {'name': '${google_topic.u.nmae}'} | a.tf refers to google_topic.u.nmae, which has no attribute nmae
          {'name': '${google_topic.u[\\"a\\"].nmae}'} | which has no attribute nmae
          """)
  void reportsInvalidFiles(String resource, String problem) {
    assertThat(problems(resource)).singleElement().asString().contains(problem);
  }

  @Test
  void reportsUnknownTypes() {
    JsonObject file =
        JsonParser.parseString("{\"resource\": {\"google_topics\": {\"t\": [{}]}}}")
            .getAsJsonObject();

    assertThat(StaticCheck.problems(SCHEMA, Map.of("a.tf", file)))
        .containsExactly("a.tf: google_topics.t has a type that the provider does not have");
  }
}
