package com.anykoma.privacy.emulators;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON merge patch of an object's metadata: null members are removed. */
record ObjectPatch(JsonObject changes) {

  StoredObject apply(StoredObject before, Instant now) {
    return new StoredObject(
        before.key(),
        before.generation(),
        before.metageneration() + 1,
        contentType(before),
        metadata(before),
        before.checksums(),
        before.body(),
        before.created(),
        now);
  }

  private Optional<String> contentType(StoredObject before) {
    JsonElement changed = changes.get("contentType");
    if (changed == null) {
      return before.contentType();
    }
    return changed.isJsonNull() ? Optional.empty() : Optional.of(changed.getAsString());
  }

  private Map<String, String> metadata(StoredObject before) {
    JsonElement changed = changes.get("metadata");
    if (changed == null) {
      return before.metadata();
    }
    if (changed.isJsonNull()) {
      return Map.of();
    }
    Map<String, String> merged = new HashMap<>(before.metadata());
    changed
        .getAsJsonObject()
        .entrySet()
        .forEach(
            each -> {
              if (each.getValue().isJsonNull()) {
                merged.remove(each.getKey());
              } else {
                merged.put(each.getKey(), each.getValue().getAsString());
              }
            });
    return merged;
  }
}
