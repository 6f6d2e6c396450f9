package com.anykoma.privacy.emulators;

import com.google.common.base.Splitter;
import com.google.common.collect.Maps;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The uploader's description of an object.
 *
 * @param crc32c expected CRC32C of the bytes, in Base64
 * @param md5 expected MD5 of the bytes, in Base64
 * @param ifGeneration the generation that must be live; 0 for none
 */
record ObjectDraft(
    ObjectKey key,
    Optional<String> contentType,
    Map<String, String> metadata,
    Optional<String> crc32c,
    Optional<String> md5,
    OptionalLong ifGeneration) {
  private static final Splitter.MapSplitter HASHES =
      Splitter.on(',').trimResults().withKeyValueSeparator(Splitter.on('=').limit(2));

  /** Reads the object resource of an upload; the media type counts if it has none. */
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
    return resource.has("metadata")
        ? Maps.transformValues(
            resource.getAsJsonObject("metadata").asMap(), JsonElement::getAsString)
        : Map.of();
  }

  private static Optional<String> text(JsonObject resource, String name) {
    return Optional.ofNullable(resource.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  /** Adds the expected checksums of an {@code x-goog-hash} header. */
  ObjectDraft withHashes(String hashes) {
    Map<String, String> sent = HASHES.split(hashes);
    return new ObjectDraft(
        key,
        contentType,
        metadata,
        Optional.ofNullable(sent.get("crc32c")).or(() -> crc32c),
        Optional.ofNullable(sent.get("md5")).or(() -> md5),
        ifGeneration);
  }

  /** Refuses bytes with other checksums than the expected ones. */
  void requireMatch(Checksums checksums) {
    requireMatch("CRC32C", crc32c, checksums.crc32cText());
    requireMatch("MD5", md5, checksums.md5Text());
  }

  private static void requireMatch(String hash, Optional<String> expected, String found) {
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw StorageError.invalid(
          "Provided %s hash \"%s\" doesn't match calculated %s hash \"%s\"."
              .formatted(hash, expected.get(), hash, found));
    }
  }
}
