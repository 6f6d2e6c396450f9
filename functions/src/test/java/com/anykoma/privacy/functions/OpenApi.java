package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docs/openapi.yaml}: finds the operation of a request, and validates its answer. */
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();

  /** One method of one path, such as {@code GET /Evidence/checkpoints/{number}}. */
  record Operation(String method, String path, Pattern form, JsonNode node) {
    String function() {
      return path.split("/", -1)[1];
    }

    boolean needsToken() {
      return !node.has("security");
    }

    boolean hasJsonBody() {
      return node.at("/requestBody/content").has("application/json");
    }

    Set<String> statuses() {
      Set<String> statuses = new TreeSet<>();
      node.get("responses").fieldNames().forEachRemaining(statuses::add);
      return statuses;
    }

    /** How the operation's answer of this status is called in assertions. */
    String answer(String status) {
      return method + " " + path + " " + status;
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  OpenApi() throws IOException {
    try (Reader file = Files.newBufferedReader(Path.of("..", "docs", "openapi.yaml"))) {
      document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(file));
    }
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (!method.getKey().equals("parameters")) {
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    form(path.getKey()),
                                    method.getValue()));
                          }
                        }));
  }

  /** A parameter is one segment; the one named {@code path} takes all that follow. */
  private static Pattern form(String path) {
    return Pattern.compile(
        PARAMETER
            .matcher(path)
            .replaceAll(found -> found.group(1).equals("path") ? ".+" : "[^/]+"));
  }

  List<Operation> operations() {
    return operations;
  }

  /** The documented operation of a request; a path without parameters goes first. */
  Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(each -> each.method().equals(method))
        .filter(each -> each.form().matcher(path.split("\\?", 2)[0]).matches())
        .min((a, b) -> Boolean.compare(a.path().contains("{"), b.path().contains("{")));
  }

  /** Fails if the operation does not document this answer: its status, headers and body. */
  void requireDocumented(Operation operation, FakeResponse answer) throws IOException {
    String status = Integer.toString(answer.status());
    JsonNode responses = operation.node().get("responses");
    assertThat(responses.has(status))
        .as("%s is documented; its body: %s", operation.answer(status), answer.body())
        .isTrue();
    JsonNode response = resolved(responses.get(status));
    response
        .path("headers")
        .properties()
        .forEach(
            header -> {
              String value = answer.header(header.getKey());
              if (header.getValue().path("required").asBoolean() || !value.isEmpty()) {
                requireValid(
                    operation.answer(status) + " " + header.getKey(),
                    header.getValue().get("schema"),
                    JSON.getNodeFactory().textNode(value));
              }
            });
    JsonNode content = response.path("content");
    if (content.has("application/json")) {
      assertThat(answer.getContentType().orElse(""))
          .as(operation.answer(status))
          .isEqualTo("application/json; charset=utf-8");
      requireValid(
          operation.answer(status),
          content.at("/application~1json/schema"),
          JSON.readTree(answer.bytes()));
    } else if (content.isMissingNode()) {
      assertThat(operation.method().equals("HEAD") || answer.bytes().length == 0)
          .as("%s has a body", operation.answer(status))
          .isTrue();
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private void requireValid(String what, JsonNode schema, JsonNode value) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.get("components"));
    assertThat(SCHEMAS.getSchema(root).validate(value)).as("%s: %s", what, value).isEmpty();
  }

  /** The example of an operation's body. */
  String exampleBody(Operation operation) throws JsonProcessingException {
    return JSON.writeValueAsString(
        operation.node().at("/requestBody/content/application~1json/example"));
  }
}
