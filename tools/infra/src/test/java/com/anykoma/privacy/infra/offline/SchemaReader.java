package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.infra.offline.BlockSchema.Attribute;
import com.anykoma.privacy.infra.offline.BlockSchema.Nested;
import com.google.common.base.CaseFormat;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Google provider's schema from the type description of the npm package {@code
 * @cdktf/provider-google}: an interface of settings and a class for each resource, in a module
 * named after its type. Properties that only the class has are computed attributes.
 */
final class SchemaReader {
  private static final String PACKAGE = "@cdktf/provider-google.";
  private static final String PROVIDER = "provider";

  /** A setting's documentation ends in its name in Terraform, "#max_age Bucket#max_age". */
  private static final Pattern TERRAFORM_NAME = Pattern.compile("#([a-z0-9_]+) [A-Za-z0-9]+#\\1");

  /** Properties of the classes that are no attributes. */
  private static final Set<String> INTERNAL = Set.of("tfResourceType", "internalValue", "fqn");

  private final Map<String, JsonObject> types;

  private SchemaReader(Map<String, JsonObject> types) {
    this.types = types;
  }

  /**
   * Reads the schema of these types. Types that the provider does not have are missing in it.
   *
   * @param file of about 100 MB; other types are skipped
   * @param resources {@code google_pubsub_topic}
   * @param dataSources {@code google_project}
   */
  static ProviderSchema read(Path file, Set<String> resources, Set<String> dataSources)
      throws IOException {
    Map<String, String> byModule = new HashMap<>();
    resources.forEach(each -> byModule.put(module("", each), each));
    dataSources.forEach(each -> byModule.put(module("datagoogle", each), each));
    byModule.put(PROVIDER, PROVIDER);
    Map<String, Map<String, JsonObject>> modules = modules(file, byModule.keySet());
    return new ProviderSchema(
        schema(modules, PROVIDER)
            .orElseThrow(() -> new IOException("the file describes no provider")),
        schemas(modules, resources, ""),
        schemas(modules, dataSources, "datagoogle"));
  }

  private static String module(String prefix, String type) {
    return prefix + type.replaceFirst("^google_", "").replace("_", "");
  }

  private static Map<String, BlockSchema> schemas(
      Map<String, Map<String, JsonObject>> modules, Set<String> of, String prefix) {
    Map<String, BlockSchema> found = new TreeMap<>();
    of.forEach(each -> schema(modules, module(prefix, each)).ifPresent(it -> found.put(each, it)));
    return found;
  }

  /** The types of the wanted modules, whose names are compared case-insensitively. */
  private static Map<String, Map<String, JsonObject>> modules(Path file, Set<String> wanted)
      throws IOException {
    Map<String, Map<String, JsonObject>> found = new HashMap<>();
    Gson gson = new Gson();
    try (Reader text = Files.newBufferedReader(file);
        JsonReader json = new JsonReader(text)) {
      json.beginObject();
      while (json.hasNext()) {
        if (!json.nextName().equals("types")) {
          json.skipValue();
          continue;
        }
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          String module = moduleOf(name);
          if (wanted.contains(module)) {
            found
                .computeIfAbsent(module, it -> new HashMap<>())
                .put(name, gson.fromJson(json, JsonObject.class));
          } else {
            json.skipValue();
          }
        }
        json.endObject();
      }
      json.endObject();
    }
    return found;
  }

  private static String moduleOf(String name) {
    String within = name.substring(Math.min(PACKAGE.length(), name.length()));
    int end = within.indexOf('.');
    return end < 0 ? "" : within.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static Optional<BlockSchema> schema(
      Map<String, Map<String, JsonObject>> modules, String module) {
    return Optional.ofNullable(modules.get(module)).flatMap(it -> new SchemaReader(it).top());
  }

  /** The schema of the module's only resource class and its settings interface. */
  private Optional<BlockSchema> top() {
    return types.entrySet().stream()
        .filter(each -> each.getValue().get("kind").getAsString().equals("class"))
        .filter(each -> types.containsKey(settingsOf(each.getKey())))
        .filter(each -> properties(each.getValue()).containsKey("tfResourceType"))
        .map(each -> block(settingsOf(each.getKey()), each.getKey()))
        .findFirst();
  }

  /** The suffix repeats if the type name already ends with it: {@code FooConfigConfig}. */
  private static String settingsOf(String type) {
    return type + "Config";
  }

  private BlockSchema block(String settings, String values) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    Map<String, Nested> blocks = new LinkedHashMap<>();
    Map<String, JsonObject> settable = properties(type(settings));
    for (JsonObject each : settable.values()) {
      boolean required = !each.has("optional");
      JsonObject type = withoutPlaceholder(each.getAsJsonObject("type"));
      String name = terraformName(each);
      Optional<String> block = structure(type);
      if (block.isPresent()) {
        String of = block.orElseThrow();
        boolean many = type.has("collection");
        BlockSchema within = block(of, of + "OutputReference");
        blocks.put(name, new Nested(within, required, many, name.equals("timeouts")));
      } else {
        // the provider's old SDK declares the id as settable, but no resource sets it
        boolean isSettable = !name.equals("id");
        attributes.put(name, new Attribute(terraformType(type), required, isSettable));
      }
    }
    properties(type(values)).values().stream()
        .filter(each -> isComputed(each, settable))
        .forEach(
            each ->
                attributes.putIfAbsent(
                    snake(name(each)),
                    new Attribute(terraformType(each.getAsJsonObject("type")), false, false)));
    blocks.keySet().forEach(attributes::remove);
    return new BlockSchema(attributes, blocks);
  }

  private static boolean isComputed(JsonObject property, Map<String, JsonObject> settable) {
    String name = name(property);
    boolean isEcho = name.endsWith("Input") && property.has("optional");
    return !isEcho && !settable.containsKey(name) && !INTERNAL.contains(name);
  }

  private JsonObject type(String name) {
    return types.getOrDefault(name, new JsonObject());
  }

  private static Map<String, JsonObject> properties(JsonObject type) {
    Map<String, JsonObject> properties = new LinkedHashMap<>();
    if (type.has("properties")) {
      for (JsonElement each : type.getAsJsonArray("properties")) {
        properties.put(name(each.getAsJsonObject()), each.getAsJsonObject());
      }
    }
    return properties;
  }

  private static String name(JsonObject property) {
    return property.get("name").getAsString();
  }

  private static String terraformName(JsonObject setting) {
    String remarks =
        setting.has("docs") && setting.getAsJsonObject("docs").has("remarks")
            ? setting.getAsJsonObject("docs").get("remarks").getAsString()
            : "";
    Matcher named = TERRAFORM_NAME.matcher(remarks);
    return named.find() ? named.group(1) : snake(name(setting));
  }

  private static String snake(String camel) {
    return CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, camel);
  }

  /** The type without the placeholder of the package, which Terraform does not have. */
  private static JsonObject withoutPlaceholder(JsonObject type) {
    if (!type.has("union")) {
      return type;
    }
    for (JsonElement each : type.getAsJsonObject("union").getAsJsonArray("types")) {
      JsonObject one = each.getAsJsonObject();
      if (!one.has("fqn") || !one.get("fqn").getAsString().startsWith("cdktf.")) {
        return one;
      }
    }
    return type;
  }

  /** The interface of the value or of the elements of a list; empty for primitive values. */
  private Optional<String> structure(JsonObject type) {
    JsonObject one =
        type.has("collection")
            ? withoutPlaceholder(type.getAsJsonObject("collection").getAsJsonObject("elementtype"))
            : type;
    return Optional.ofNullable(one.get("fqn"))
        .map(JsonElement::getAsString)
        .filter(types::containsKey);
  }

  private static String terraformType(JsonObject described) {
    JsonObject type = withoutPlaceholder(described);
    if (type.has("primitive")) {
      String primitive = type.get("primitive").getAsString();
      return switch (primitive) {
        case "string", "number" -> "\"" + primitive + "\"";
        case "boolean" -> "\"bool\"";
        default -> "\"dynamic\"";
      };
    }
    if (type.has("collection")) {
      JsonObject collection = type.getAsJsonObject("collection");
      String kind = collection.get("kind").getAsString().equals("map") ? "map" : "list";
      String of = terraformType(collection.getAsJsonObject("elementtype"));
      return of.equals("\"dynamic\"") ? of : "[\"" + kind + "\"," + of + "]";
    }
    boolean texts = type.has("fqn") && type.get("fqn").getAsString().equals("cdktf.StringMap");
    return texts ? "[\"map\",\"string\"]" : "\"dynamic\"";
  }
}
