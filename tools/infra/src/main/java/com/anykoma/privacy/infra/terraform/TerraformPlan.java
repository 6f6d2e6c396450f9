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
 * Everything that there is once a plan of Terraform's is applied.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">its format</a>
 */
public record TerraformPlan(List<PlannedResource> resources) {
  public TerraformPlan {
    resources = List.copyOf(resources);
  }

  /**
   * Reads what {@code terraform show -json PLAN} prints.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static TerraformPlan read(String json) {
    try {
      JsonObject values = JsonParser.parseString(json).getAsJsonObject();
      if (!values.has("planned_values")) {
        throw new IllegalArgumentException("it has no planned_values");
      }
      List<PlannedResource> resources = new ArrayList<>();
      collect(values.getAsJsonObject("planned_values").getAsJsonObject("root_module"), resources);
      return new TerraformPlan(resources);
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw new IllegalArgumentException("it is not JSON of the form of a plan", e);
    }
  }

  /**
   * Of the changes that {@code terraform test -json -verbose} tells of a plan.
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

  /** What a database with this id is called in our files: {@code main} or {@code keys}. */
  public String database(String id) {
    return of("google_firestore_database")
        .filter(each -> each.text("name").orElse("").equals(id))
        .flatMap(each -> each.key().stream())
        .findFirst()
        .orElse(id);
  }

  /** Its resources of a type. */
  public Stream<PlannedResource> of(String type) {
    return resources.stream().filter(each -> each.type().equals(type));
  }
}
