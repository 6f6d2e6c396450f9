package com.anykoma.privacy.emulators;

import com.google.gson.Gson;
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
    JsonObject json =
        JsonTemplate.fill(
            """
            {"kind": "storage#object", "id": %s, "bucket": %s, "name": %s, "generation": "%s",
             "metageneration": "%s", "storageClass": "STANDARD", "size": "%s", "crc32c": %s,
             "md5Hash": %s, "etag": "%4$s/%5$s", "timeCreated": %s, "updated": %s}""",
            key.bucket() + "/" + key.name() + "/" + generation,
            key.bucket(),
            key.name(),
            generation,
            metageneration,
            checksums.size(),
            checksums.crc32cText(),
            checksums.md5Text(),
            created.toString(),
            updated.toString());
    contentType.ifPresent(type -> json.addProperty("contentType", type));
    if (!metadata.isEmpty()) {
      json.add("metadata", new Gson().toJsonTree(metadata));
    }
    return json;
  }
}
