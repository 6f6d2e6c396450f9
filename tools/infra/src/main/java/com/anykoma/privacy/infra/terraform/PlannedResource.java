package com.anykoma.privacy.infra.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A resource after a plan is applied. Values that are known only after the apply are missing.
 *
 * @param address {@code module.privacy.google_pubsub_topic.task["erase"]}
 * @param type {@code google_pubsub_topic}
 */
public record PlannedResource(String address, String type, JsonObject values) {
  private static final Pattern KEY = Pattern.compile("\\[\"([^\"]+)\"]$");

  public PlannedResource {
    Objects.requireNonNull(address);
    Objects.requireNonNull(type);
    Objects.requireNonNull(values);
  }

  /** Its {@code for_each} key, {@code erase} of {@code task["erase"]}; empty without one. */
  public Optional<String> key() {
    Matcher key = KEY.matcher(address);
    return key.find() ? Optional.of(key.group(1)) : Optional.empty();
  }

  /** A value as text; empty when it is unset or unknown. */
  public Optional<String> text(String name) {
    return text(values, name);
  }

  /** A value of a nested block as text; empty when it is unset or unknown. */
  public static Optional<String> text(JsonObject block, String name) {
    return Optional.ofNullable(block.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  /** A value of a block as a number; empty when it is unset or unknown. */
  public static OptionalLong number(JsonObject block, String name) {
    return text(block, name)
        .map(it -> OptionalLong.of(Long.parseLong(it)))
        .orElse(OptionalLong.empty());
  }

  /** The nested blocks with a name. */
  public List<JsonObject> blocks(String name) {
    return blocks(values, name);
  }

  /** The nested blocks of a block with a name. */
  public static List<JsonObject> blocks(JsonObject block, String name) {
    return block.get(name) instanceof JsonArray some
        ? StreamSupport.stream(some.spliterator(), false)
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .toList()
        : List.of();
  }

  /** The first nested block with a name; an empty block when it has none. */
  public JsonObject block(String name) {
    return block(values, name);
  }

  /** The first nested block of a block with a name; an empty block when it has none. */
  public static JsonObject block(JsonObject block, String name) {
    return blocks(block, name).stream().findFirst().orElseGet(JsonObject::new);
  }

  /** The last segment of a resource name: {@code erase} of {@code .../topics/erase}. */
  public static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The data map's name of a bucket: without the prefix {@code PROJECT-privacy-}. */
  public static String bucket(String name) {
    return name.replaceFirst(".*-privacy-", "");
  }
}
