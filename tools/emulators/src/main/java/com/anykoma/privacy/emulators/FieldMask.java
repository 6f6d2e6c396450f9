package com.anykoma.privacy.emulators;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** A partial response mask, the request's {@code fields}: {@code nextPageToken,items/name}. */
record FieldMask(List<String> paths) {

  /** The answer with only the requested fields; all of it without a mask. */
  static JsonObject apply(Optional<String> fields, JsonObject answer) {
    return fields
        .map(each -> new FieldMask(List.of(each.split(",", -1))).of(answer))
        .orElse(answer);
  }

  private JsonObject of(JsonObject answer) {
    JsonObject kept = new JsonObject();
    for (String path : paths) {
      if (path.startsWith("items/") && answer.has("items")) {
        kept.add("items", items(answer.getAsJsonArray("items")));
      } else if (answer.has(path)) {
        kept.add(path, answer.get(path));
      }
    }
    return kept;
  }

  private JsonArray items(JsonArray items) {
    FieldMask ofItem =
        new FieldMask(
            paths.stream()
                .filter(path -> path.startsWith("items/"))
                .map(path -> path.substring("items/".length()))
                .toList());
    JsonArray kept = new JsonArray();
    items.forEach(item -> kept.add(ofItem.of(item.getAsJsonObject())));
    return kept;
  }
}
