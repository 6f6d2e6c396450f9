package com.anykoma.privacy.infra.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.infra.offline.BlockSchema.Attribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests reading a schema from a type description in the format of the npm package. */
final class SchemaReaderTest {
  private static final String DESCRIPTION =
      """
      {"name": "skipped", "types": {
        "@cdktf/provider-google.provider.GoogleProvider": {"kind": "class", "properties": [
          {"name": "tfResourceType", "type": {"primitive": "string"}}]},
        "@cdktf/provider-google.provider.GoogleProviderConfig": {"kind": "interface"},
        "@cdktf/provider-google.bigThing.BigThing": {"kind": "class", "properties": [
          {"name": "tfResourceType", "type": {"primitive": "string"}},
          {"name": "selfLink", "type": {"primitive": "string"}},
          {"name": "effectiveLabels", "type": {"fqn": "cdktf.StringMap"}},
          {"name": "nameInput", "optional": true, "type": {"primitive": "string"}},
          {"name": "name", "type": {"primitive": "string"}},
          {"name": "rule", "type": {"fqn": "@cdktf/provider-google.bigThing.BigThingRuleList"}}]},
        "@cdktf/provider-google.bigThing.BigThingConfig": {"kind": "interface", "properties": [
          {"name": "name", "type": {"primitive": "string"}},
          {"name": "id", "optional": true, "type": {"primitive": "string"}},
          {"name": "maxAge7", "optional": true, "type": {"primitive": "number"}, "docs":
            {"remarks": "Docs: {@link https://host/big_thing#max_age_7 BigThing#max_age_7}"}},
          {"name": "on", "optional": true, "type": {"union": {"types": [
            {"primitive": "boolean"}, {"fqn": "cdktf.IResolvable"}]}}},
          {"name": "labels", "optional": true, "type":
            {"collection": {"kind": "map", "elementtype": {"primitive": "string"}}}},
          {"name": "tags", "optional": true, "type":
            {"collection": {"kind": "array", "elementtype": {"primitive": "string"}}}},
          {"name": "rule", "type": {"union": {"types": [{"fqn": "cdktf.IResolvable"},
            {"collection": {"kind": "array", "elementtype":
              {"fqn": "@cdktf/provider-google.bigThing.BigThingRule"}}}]}}},
          {"name": "timeouts", "optional": true, "type":
            {"fqn": "@cdktf/provider-google.bigThing.BigThingTimeouts"}}]},
        "@cdktf/provider-google.bigThing.BigThingRule": {"kind": "interface", "properties": [
          {"name": "port", "type": {"primitive": "number"}}]},
        "@cdktf/provider-google.bigThing.BigThingRuleOutputReference": {"kind": "class",
          "properties": [{"name": "address", "type": {"primitive": "string"}},
          {"name": "portInput", "optional": true, "type": {"primitive": "number"}},
          {"name": "port", "type": {"primitive": "number"}},
          {"name": "internalValue", "optional": true, "type": {"fqn": "x"}}]},
        "@cdktf/provider-google.bigThing.BigThingTimeouts": {"kind": "interface", "properties": [
          {"name": "create", "optional": true, "type": {"primitive": "string"}}]},
        "@cdktf/provider-google.dataGoogleBigThing.DataGoogleBigThing": {"kind": "class",
          "properties": [{"name": "tfResourceType", "type": {"primitive": "string"}},
          {"name": "size", "type": {"primitive": "number"}}]},
        "@cdktf/provider-google.dataGoogleBigThing.DataGoogleBigThingConfig":
          {"kind": "interface", "properties": []},
        "@cdktf/provider-google.other.Other": {"kind": "class", "properties": 7}
      }}
      """;

  private static ProviderSchema read(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve(".jsii"), DESCRIPTION);
    return SchemaReader.read(
        file, Set.of("google_big_thing", "google_absent"), Set.of("google_big_thing"));
  }

  private static BlockSchema thing(Map<String, BlockSchema> schemas) {
    return Objects.requireNonNull(schemas.get("google_big_thing"));
  }

  @Test
  void readsRequiredOptionalAndComputedAttributes(@TempDir Path directory) throws Exception {
    BlockSchema thing = thing(read(directory).resources());

    assertThat(thing.attributes())
        .isEqualTo(
            Map.of(
                "name", new Attribute("\"string\"", true, true),
                "id", new Attribute("\"string\"", false, false),
                "max_age_7", new Attribute("\"number\"", false, true),
                "on", new Attribute("\"bool\"", false, true),
                "labels", new Attribute("[\"map\",\"string\"]", false, true),
                "tags", new Attribute("[\"list\",\"string\"]", false, true),
                "self_link", new Attribute("\"string\"", false, false),
                "effective_labels", new Attribute("[\"map\",\"string\"]", false, false)));
  }

  @Test
  void readsBlocksWithTheirComputedAttributes(@TempDir Path directory) throws Exception {
    Map<String, BlockSchema.Nested> blocks = thing(read(directory).resources()).blocks();

    assertThat(blocks.get("rule"))
        .isEqualTo(
            new BlockSchema.Nested(
                new BlockSchema(
                    Map.of(
                        "port", new Attribute("\"number\"", true, true),
                        "address", new Attribute("\"string\"", false, false)),
                    Map.of()),
                true,
                true,
                false));
    assertThat(blocks.get("timeouts"))
        .isEqualTo(
            new BlockSchema.Nested(
                new BlockSchema(
                    Map.of("create", new Attribute("\"string\"", false, true)), Map.of()),
                false,
                false,
                true));
  }

  @Test
  void readsDataSourcesAndOmitsUnknownTypes(@TempDir Path directory) throws Exception {
    ProviderSchema schema = read(directory);

    assertThat(thing(schema.dataSources()).attributes())
        .isEqualTo(Map.of("size", new Attribute("\"number\"", false, false)));
    assertThat(schema.resources()).containsOnlyKeys("google_big_thing");
  }
}
