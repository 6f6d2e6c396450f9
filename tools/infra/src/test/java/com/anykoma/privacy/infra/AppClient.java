package com.anykoma.privacy.infra;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.google.gson.Gson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of Firestore's REST API that is subject to security rules, like the app. Its ID tokens
 * are unsigned, which only an emulator accepts.
 *
 * @param bearer the ID token; empty when signed out
 */
record AppClient(URI emulator, String project, String database, Optional<String> bearer) {
  /** The field value that sets the server's time. */
  static final Object SERVER_TIME = new Object();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Gson JSON = new Gson().newBuilder().serializeNulls().create();

  /** The result of a request. */
  enum Answer {
    ALLOWED,
    REFUSED,
    /** Firestore refuses the request independently of rules. */
    INVALID
  }

  /** The same client, signed in as this user. */
  AppClient signedInAs(String uid, Map<String, ?> claims) {
    Map<String, Object> token = new HashMap<>(claims);
    long now = Instant.now().getEpochSecond();
    token.putAll(
        Map.of(
            "sub",
            uid,
            "user_id",
            uid,
            "aud",
            project,
            "iat",
            now,
            "auth_time",
            now,
            "exp",
            now + Duration.ofHours(1).toSeconds()));
    token.put("iss", "https://securetoken.google.com/" + project);
    String unsigned = encoded(Map.of("alg", "none", "typ", "JWT")) + "." + encoded(token) + ".";
    return new AppClient(emulator, project, database, Optional.of(unsigned));
  }

  /** The project owner, who bypasses the rules. */
  AppClient owner() {
    return new AppClient(emulator, project, database, Optional.of("owner"));
  }

  private static String encoded(Map<String, ?> part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JSON.toJson(part).getBytes(StandardCharsets.UTF_8));
  }

  Answer get(String path) {
    return send(":batchGet", Map.of("documents", List.of(name(path))));
  }

  /** Lists the collection of the path's document. */
  Answer list(String path) {
    return list(path, Map.of());
  }

  /** Lists the documents of the collection with these values; of a list, with its first element. */
  Answer list(String path, Map<String, ?> values) {
    DocumentPath of = new DocumentPath(path);
    String collection = of.collection().value();
    String parent =
        collection.contains("/") ? "/" + collection.substring(0, collection.lastIndexOf('/')) : "";
    return query(parent, of.collection().id(), false, filters("", values));
  }

  /** Queries the collection group of the path's document. */
  Answer group(String path) {
    return query("", new DocumentPath(path).collection().id(), true, List.of());
  }

  private static List<Map<String, ?>> filters(String prefix, Map<String, ?> values) {
    List<Map<String, ?>> filters = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new TreeMap<>();
            map.forEach((member, each) -> members.put((String) member, each));
            filters.addAll(filters(prefix + name + ".", members));
          } else {
            boolean isList = value instanceof List<?>;
            filters.add(
                Map.of(
                    "fieldFilter",
                    Map.of(
                        "field",
                        Map.of("fieldPath", prefix + name),
                        "op",
                        isList ? "ARRAY_CONTAINS" : "EQUAL",
                        "value",
                        value(value instanceof List<?> list ? list.get(0) : value))));
          }
        });
    return filters;
  }

  private Answer query(
      String parent, String collection, boolean isGroup, List<Map<String, ?>> filters) {
    Map<String, Object> query = new HashMap<>();
    query.put("from", List.of(Map.of("collectionId", collection, "allDescendants", isGroup)));
    if (!filters.isEmpty()) {
      query.put("where", Map.of("compositeFilter", Map.of("op", "AND", "filters", filters)));
    }
    return send(parent + ":runQuery", Map.of("structuredQuery", query));
  }

  Answer create(String path, Map<String, ?> fields) {
    return commit(List.of(write(path, fields, Optional.empty(), false)));
  }

  /** Sets fields. */
  Answer update(String path, Map<String, ?> fields) {
    return commit(List.of(write(path, fields, Optional.of(fields.keySet()), true)));
  }

  /** Removes a field. */
  Answer remove(String path, String field) {
    return commit(List.of(write(path, Map.of(), Optional.of(Set.of(field)), true)));
  }

  /** Replaces the whole document. */
  Answer replace(String path, Map<String, ?> fields) {
    return commit(List.of(write(path, fields, Optional.empty(), true)));
  }

  Answer delete(String path) {
    return commit(List.of(Map.of("delete", name(path))));
  }

  /** Applies a field transform: {@code increment}, {@code appendMissingElements}. */
  Answer transform(String path, String field, String how, Object operand) {
    Map<String, Object> write = write(path, Map.of(), Optional.of(Set.of()), true);
    write.put("updateTransforms", List.of(Map.of("fieldPath", field, how, operand)));
    return commit(List.of(write));
  }

  /** Commits all writes or none. */
  Answer commit(List<? extends Map<String, ?>> writes) {
    return send(":commit", Map.of("writes", writes));
  }

  /** One write of a commit. */
  Map<String, Object> write(
      String path, Map<String, ?> fields, Optional<Set<String>> mask, boolean exists) {
    Map<String, Object> values = new TreeMap<>();
    List<Object> transforms = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (value == SERVER_TIME) {
            transforms.add(Map.of("fieldPath", name, "setToServerValue", "REQUEST_TIME"));
          } else {
            values.put(name, value(value));
          }
        });
    Map<String, Object> write = new LinkedHashMap<>();
    write.put("update", Map.of("name", name(path), "fields", values));
    mask.ifPresent(
        names ->
            write.put(
                "updateMask",
                Map.of(
                    "fieldPaths",
                    names.stream().filter(it -> fields.get(it) != SERVER_TIME).toList())));
    write.put("updateTransforms", transforms);
    write.put("currentDocument", Map.of("exists", exists));
    return write;
  }

  /** A value in the JSON of the REST API. */
  static Map<String, ?> value(@Nullable Object value) {
    if (value == null) {
      Map<String, @Nullable Object> none = new HashMap<>();
      none.put("nullValue", null);
      return none;
    }
    if (value instanceof Bytes bytes) {
      return Map.of("bytesValue", Base64.getEncoder().encodeToString(bytes.toArray()));
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(each -> values.add(value(each)));
      return Map.of("arrayValue", Map.of("values", values));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> values = new TreeMap<>();
      map.forEach((name, each) -> values.put((String) name, value(each)));
      return Map.of("mapValue", Map.of("fields", values));
    }
    return Map.of(kind(value), value instanceof Instant ? value.toString() : value);
  }

  private static String kind(Object value) {
    if (value instanceof String) {
      return "stringValue";
    }
    if (value instanceof Boolean) {
      return "booleanValue";
    }
    if (value instanceof Long) {
      return "integerValue";
    }
    return value instanceof Instant ? "timestampValue" : "doubleValue";
  }

  private String name(String path) {
    return documents() + "/" + path;
  }

  private String documents() {
    return "projects/" + project + "/databases/" + database + "/documents";
  }

  private Answer send(String call, Map<String, ?> request) {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(emulator.resolve("/v1/" + documents() + call))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.toJson(request)));
    bearer.ifPresent(it -> post.header("Authorization", "Bearer " + it));
    try {
      HttpResponse<String> answer = CLIENT.send(post.build(), BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 200 -> Answer.ALLOWED;
        case 400 -> Answer.INVALID;
        case 403 -> Answer.REFUSED;
        default -> throw new AssertionError(call + " answered " + answer.body());
      };
    } catch (IOException e) {
      throw new AssertionError("the emulator does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
