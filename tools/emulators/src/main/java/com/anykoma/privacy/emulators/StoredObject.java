package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * One generation of an object in {@link FakeStorage}.
 *
 * @param metageneration number of the metadata's version, from 1
 * @param body the file with the bytes
 */
record StoredObject(
    ObjectKey key,
    long generation,
    long metageneration,
    Optional<String> contentType,
    Map<String, String> metadata,
    Checksums checksums,
    Path body,
    Instant created,
    Instant updated) {

  StoredObject {
    metadata = Map.copyOf(metadata);
    created = created.truncatedTo(ChronoUnit.MILLIS);
    updated = updated.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The object resource of the JSON API, which events contain as well. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#object");
    json.addProperty("id", key.bucket() + "/" + key.name() + "/" + generation);
    json.addProperty("bucket", key.bucket());
    json.addProperty("name", key.name());
    json.addProperty("generation", Long.toString(generation));
    json.addProperty("metageneration", Long.toString(metageneration));
    contentType.ifPresent(type -> json.addProperty("contentType", type));
    json.addProperty("storageClass", "STANDARD");
    json.addProperty("size", Long.toString(checksums.size()));
    json.addProperty("crc32c", checksums.crc32cText());
    json.addProperty("md5Hash", checksums.md5Text());
    json.addProperty("etag", generation + "/" + metageneration);
    json.addProperty("timeCreated", created.toString());
    json.addProperty("updated", updated.toString());
    if (!metadata.isEmpty()) {
      JsonObject entries = new JsonObject();
      metadata.forEach(entries::addProperty);
      json.add("metadata", entries);
    }
    return json;
  }
}
