package com.anykoma.privacy.infra.offline;

import com.anykoma.privacy.infra.offline.BlockSchema.Attribute;
import com.anykoma.privacy.infra.offline.BlockSchema.Nested;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Checks the Terraform files of one folder against the provider's schema, without Terraform: types,
 * arguments, required arguments and references.
 */
public final class StaticCheck {
  /** The meta-arguments of every resource. */
  private static final Set<String> META =
      Set.of("count", "depends_on", "dynamic", "for_each", "lifecycle", "provider");

  private static final Pattern RESOURCE =
      Pattern.compile(
          "(?<![\\w.\"])(data\\.)?(google_\\w+)\\.(\\w+)(?:\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\])?(?:\\.(\\w+))?");

  private static final Pattern NAMED = Pattern.compile("(?<![\\w.\"])(local|var|module)\\.(\\w+)");

  private final ProviderSchema schema;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> declared = new HashSet<>();

  private StaticCheck(ProviderSchema schema) {
    this.schema = schema;
  }

  /**
   * Returns the problems, one sentence each.
   *
   * @param files by name, in the format of {@code @cdktf/hcl2json}: blocks are arrays of objects
   *     under their labels, expressions are strings
   */
  public static List<String> problems(ProviderSchema schema, Map<String, JsonObject> files) {
    StaticCheck check = new StaticCheck(schema);
    files.values().forEach(check::declare);
    files.forEach(check::file);
    return check.problems;
  }

  private void declare(JsonObject file) {
    eachResource(file, "resource", (type, name, body) -> declared.add(type + "." + name));
    eachResource(file, "data", (type, name, body) -> declared.add("data." + type + "." + name));
    object(file, "variable").keySet().forEach(each -> declared.add("var." + each));
    object(file, "module").keySet().forEach(each -> declared.add("module." + each));
    for (JsonElement each : array(file, "locals")) {
      each.getAsJsonObject().keySet().forEach(name -> declared.add("local." + name));
    }
  }

  private void file(String name, JsonObject file) {
    eachResource(file, "resource", resource(name, schema.resources()));
    eachResource(file, "data", resource(name, schema.dataSources()));
    expressions(file, text -> references(name, text));
  }

  private Visitor resource(String file, Map<String, BlockSchema> schemas) {
    return (type, name, body) -> {
      String where = file + ": " + type + "." + name;
      BlockSchema found = schemas.get(type);
      if (found == null) {
        problems.add(where + " has a type that the provider does not have");
      } else {
        block(where, found, body, META);
      }
    };
  }

  private void block(String where, BlockSchema schema, JsonObject body, Set<String> metaArguments) {
    Set<String> missing = new TreeSet<>();
    schema.attributes().forEach((name, each) -> require(missing, name, each.required()));
    schema.blocks().forEach((name, each) -> require(missing, name, each.required()));
    body.entrySet()
        .forEach(
            each -> {
              missing.remove(each.getKey());
              if (!metaArguments.contains(each.getKey())) {
                member(where, schema, each.getKey(), each.getValue());
              }
            });
    object(body, "dynamic")
        .entrySet()
        .forEach(
            each -> {
              missing.remove(each.getKey());
              dynamic(where, schema, each.getKey(), each.getValue());
            });
    missing.forEach(each -> problems.add(where + " lacks " + each));
  }

  private static void require(Set<String> missing, String name, boolean required) {
    if (required) {
      missing.add(name);
    }
  }

  private void member(String where, BlockSchema schema, String name, JsonElement value) {
    Attribute attribute = schema.attributes().get(name);
    Nested nested = schema.blocks().get(name);
    if (nested != null) {
      objects(value)
          .forEach(each -> block(where + "." + name, nested.schema(), each, Set.of("dynamic")));
    } else if (attribute == null) {
      problems.add(where + " has no argument " + name);
    } else if (!attribute.settable()) {
      problems.add(where + "." + name + " cannot be set");
    }
  }

  private void dynamic(String where, BlockSchema schema, String name, JsonElement value) {
    Nested nested = schema.blocks().get(name);
    if (nested == null) {
      problems.add(where + " has no block " + name);
      return;
    }
    objects(value)
        .flatMap(each -> objects(each.get("content")))
        .forEach(each -> block(where + "." + name, nested.schema(), each, Set.of("dynamic")));
  }

  private void references(String where, String expression) {
    Matcher named = NAMED.matcher(expression);
    while (named.find()) {
      require(where, named.group(1) + "." + named.group(2));
    }
    Matcher resource = RESOURCE.matcher(expression);
    while (resource.find()) {
      boolean data = resource.group(1) != null;
      String type = resource.group(2);
      require(where, (data ? "data." : "") + type + "." + resource.group(3));
      BlockSchema found = (data ? schema.dataSources() : schema.resources()).get(type);
      String attribute = resource.group(4);
      if (found != null && attribute != null && !has(found, attribute)) {
        problems.add(
            where + " refers to " + resource.group() + ", which has no attribute " + attribute);
      }
    }
  }

  private static boolean has(BlockSchema schema, String name) {
    return schema.attributes().containsKey(name) || schema.blocks().containsKey(name);
  }

  private void require(String where, String name) {
    if (!declared.contains(name)) {
      problems.add(where + " refers to " + name + ", which is not declared");
    }
  }

  /** Called with each resource of a file. */
  @FunctionalInterface
  private interface Visitor {
    void visit(String type, String name, JsonObject body);
  }

  private static void eachResource(JsonObject file, String kind, Visitor visitor) {
    BiConsumer<String, JsonObject> ofType =
        (type, named) ->
            named
                .entrySet()
                .forEach(
                    each ->
                        objects(each.getValue())
                            .forEach(body -> visitor.visit(type, each.getKey(), body)));
    object(file, kind)
        .entrySet()
        .forEach(each -> ofType.accept(each.getKey(), each.getValue().getAsJsonObject()));
  }

  private static void expressions(JsonElement value, Consumer<String> each) {
    if (value instanceof JsonObject object) {
      object.entrySet().forEach(member -> expressions(member.getValue(), each));
    } else if (value instanceof JsonArray array) {
      array.forEach(item -> expressions(item, each));
    } else if (value instanceof JsonPrimitive text && text.getAsString().contains("${")) {
      each.accept(text.getAsString());
    }
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject found ? found : new JsonObject();
  }

  private static JsonArray array(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray found ? found : new JsonArray();
  }

  private static Stream<JsonObject> objects(JsonElement value) {
    return value instanceof JsonArray some
        ? StreamSupport.stream(some.spliterator(), false)
            .filter(JsonObject.class::isInstance)
            .map(JsonElement::getAsJsonObject)
        : Stream.of();
  }
}
