package com.anykoma.privacy.emulators;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object to be uploaded, as its uploader describes it.
 *
 * @param crc32c what its bytes shall have, in Base64
 * @param md5 the same
 * @param ifGeneration the generation that must be live, 0 for none
 */
record ObjectDraft(
    ObjectKey key,
    Optional<String> contentType,
    Map<String, String> metadata,
    Optional<String> crc32c,
    Optional<String> md5,
    OptionalLong ifGeneration) {

  /**
   * What a request describes.
   *
   * @param resource the object resource in its body
   * @param mediaType the bytes' own type, which counts when the resource names none
   */
  static ObjectDraft of(
      StorageRequest request, String bucket, JsonObject resource, Optional<String> mediaType) {
    String name =
        request
            .parameter("name")
            .or(() -> text(resource, "name"))
            .orElseThrow(() -> StorageError.invalid("Required"));
    return new ObjectDraft(
        new ObjectKey(bucket, name),
        text(resource, "contentType").or(() -> mediaType),
        entries(resource),
        text(resource, "crc32c"),
        text(resource, "md5Hash"),
        request.number("ifGenerationMatch"));
  }

  private static Map<String, String> entries(JsonObject resource) {
    Map<String, String> entries = new HashMap<>();
    if (resource.has("metadata")) {
      resource
          .getAsJsonObject("metadata")
          .entrySet()
          .forEach(each -> entries.put(each.getKey(), each.getValue().getAsString()));
    }
    return entries;
  }

  private static Optional<String> text(JsonObject resource, String name) {
    return Optional.ofNullable(resource.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  /** Demands the checksums of an {@code x-goog-hash} header as well. */
  ObjectDraft demanding(String hashes) {
    Optional<String> crc = crc32c;
    Optional<String> md = md5;
    for (String each : hashes.split(",", -1)) {
      String hash = each.strip();
      if (hash.startsWith("crc32c=")) {
        crc = Optional.of(hash.substring("crc32c=".length()));
      } else if (hash.startsWith("md5=")) {
        md = Optional.of(hash.substring("md5=".length()));
      }
    }
    return new ObjectDraft(key, contentType, metadata, crc, md, ifGeneration);
  }

  /** Refuses bytes that are not those described. */
  void requireSame(Checksums checksums) {
    requireSame("CRC32C", crc32c, checksums.crc32cText());
    requireSame("MD5", md5, checksums.md5Text());
  }

  private static void requireSame(String hash, Optional<String> demanded, String found) {
    if (demanded.isPresent() && !demanded.get().equals(found)) {
      throw StorageError.invalid(
          "Provided %s hash \"%s\" doesn't match calculated %s hash \"%s\"."
              .formatted(hash, demanded.get(), hash, found));
    }
  }
}
