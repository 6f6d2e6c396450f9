package com.anykoma.privacy.infra.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All managed resources after a Terraform plan is applied.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">its format</a>
 */
public record TerraformPlan(List<PlannedResource> resources) {
  public TerraformPlan {
    resources = List.copyOf(resources);
  }

  /**
   * Reads the output of {@code terraform show -json PLAN}.
   *
   * @throws IllegalArgumentException when the text is not such an output
   */
  public static TerraformPlan read(String json) {
    try {
      JsonObject values = JsonParser.parseString(json).getAsJsonObject();
      if (!values.has("planned_values")) {
        throw new IllegalArgumentException("the JSON has no planned_values");
      }
      List<PlannedResource> resources = new ArrayList<>();
      collect(values.getAsJsonObject("planned_values").getAsJsonObject("root_module"), resources);
      return new TerraformPlan(resources);
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw new IllegalArgumentException("the text is not the JSON of a plan", e);
    }
  }

  /**
   * Reads a plan from the output of {@code terraform test -json -verbose}.
   *
   * @param plan the member {@code test_plan}
   */
  static TerraformPlan ofChanges(JsonObject plan) {
    return new TerraformPlan(
        objects(plan, "resource_changes").stream()
            .filter(each -> each.get("mode").getAsString().equals("managed"))
            .map(each -> planned(each, each.getAsJsonObject("change").getAsJsonObject("after")))
            .toList());
  }

  private static PlannedResource planned(JsonObject resource, JsonObject values) {
    return new PlannedResource(
        resource.get("address").getAsString(), resource.get("type").getAsString(), values);
  }

  private static void collect(JsonObject module, List<PlannedResource> into) {
    for (JsonObject each : objects(module, "resources")) {
      if (each.get("mode").getAsString().equals("managed")) {
        into.add(planned(each, each.getAsJsonObject("values")));
      }
    }
    objects(module, "child_modules").forEach(each -> collect(each, into));
  }

  private static List<JsonObject> objects(JsonObject module, String name) {
    List<JsonObject> objects = new ArrayList<>();
    JsonArray found = Optional.ofNullable(module.getAsJsonArray(name)).orElseGet(JsonArray::new);
    for (JsonElement each : found) {
      objects.add(each.getAsJsonObject());
    }
    return objects;
  }

  /** The data map's name of a database id: {@code main} or {@code keys}; else the id itself. */
  public String database(String id) {
    return of("google_firestore_database")
        .filter(each -> each.text("name").orElse("").equals(id))
        .flatMap(each -> each.key().stream())
        .findFirst()
        .orElse(id);
  }

  /** The resources of a type. */
  public Stream<PlannedResource> of(String type) {
    return resources.stream().filter(each -> each.type().equals(type));
  }
}
