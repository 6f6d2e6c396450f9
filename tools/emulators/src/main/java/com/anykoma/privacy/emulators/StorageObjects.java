package com.anykoma.privacy.emulators;

import com.anykoma.privacy.emulators.ObjectIndex.Listing;
import com.anykoma.privacy.emulators.ObjectIndex.Position;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The requests of {@link FakeStorage} about objects: {@code /storage/v1/b/BUCKET/o}. */
record StorageObjects(ObjectIndex index) {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int LARGEST_PAGE = 1_000;

  void list(StorageRequest request, String bucket) throws IOException {
    Listing listing =
        index.list(
            bucket,
            request.parameter("prefix").orElse(""),
            request.parameter("pageToken").map(token -> position(bucket, token)),
            (int) Math.min(request.number("maxResults").orElse(LARGEST_PAGE), LARGEST_PAGE),
            request.parameter("versions").equals(Optional.of("true")));
    JsonArray items = new JsonArray();
    listing.objects().forEach(each -> items.add(each.json()));
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#objects");
    listing.next().ifPresent(next -> answer.addProperty("nextPageToken", token(next)));
    if (!items.isEmpty()) {
      answer.add("items", items);
    }
    answer(request, answer);
  }

  private static String token(Position position) {
    return Base64.getUrlEncoder()
        .encodeToString(
            (position.generation() + "/" + position.name()).getBytes(StandardCharsets.UTF_8));
  }

  private static Position position(String bucket, String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int slash = text.indexOf('/');
      return new Position(
          bucket, text.substring(slash + 1), Long.parseLong(text.substring(0, slash)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw StorageError.invalid("Invalid argument: pageToken");
    }
  }

  void object(StorageRequest request, ObjectKey key) throws IOException {
    switch (request.method()) {
      case "GET" -> get(request, key);
      case "DELETE" -> delete(request, key);
      default -> throw StorageError.notSupported("the method " + request.method());
    }
  }

  private void get(StorageRequest request, ObjectKey key) throws IOException {
    StoredObject object = index.get(key, request.number("generation"));
    index.require(key, request.number("ifGenerationMatch"));
    if (request.parameter("alt").equals(Optional.of("media"))) {
      StorageDownloads.handle(request, object);
    } else {
      answer(request, object.json());
    }
  }

  private void delete(StorageRequest request, ObjectKey key) throws IOException {
    Optional<Path> removed =
        index.delete(key, request.number("generation"), request.number("ifGenerationMatch"));
    if (removed.isPresent()) {
      Files.deleteIfExists(removed.get());
    }
    request.answer(NO_CONTENT);
  }

  private static void answer(StorageRequest request, JsonObject json) throws IOException {
    request.answer(OK, FieldMask.apply(request.parameter("fields"), json));
  }
}
