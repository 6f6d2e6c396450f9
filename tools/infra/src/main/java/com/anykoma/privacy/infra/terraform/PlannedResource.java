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
 * A resource as Terraform is about to have it. What is not known before it is applied is not among
 * its values.
 *
 * @param address where it stands, {@code module.privacy.google_pubsub_topic.task["erase"]}
 * @param type {@code google_pubsub_topic}
 */
public record PlannedResource(String address, String type, JsonObject values) {
  private static final Pattern KEY = Pattern.compile("\\[\"([^\"]+)\"]$");

  public PlannedResource {
    Objects.requireNonNull(address);
    Objects.requireNonNull(type);
    Objects.requireNonNull(values);
  }

  /** Which of several it is, {@code erase} of {@code task["erase"]}. */
  public Optional<String> key() {
    Matcher key = KEY.matcher(address);
    return key.find() ? Optional.of(key.group(1)) : Optional.empty();
  }

  /** A value as text; empty where it is not set, or not known. */
  public Optional<String> text(String name) {
    return text(values, name);
  }

  /** The same of a block within it. */
  public static Optional<String> text(JsonObject block, String name) {
    return Optional.ofNullable(block.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  /** A number; empty where it is not set, or not known. */
  public static OptionalLong number(JsonObject block, String name) {
    return text(block, name)
        .map(it -> OptionalLong.of(Long.parseLong(it)))
        .orElse(OptionalLong.empty());
  }

  /** The blocks of a name. */
  public List<JsonObject> blocks(String name) {
    return blocks(values, name);
  }

  /** The same of a block within it. */
  public static List<JsonObject> blocks(JsonObject block, String name) {
    return block.get(name) instanceof JsonArray some
        ? StreamSupport.stream(some.spliterator(), false)
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .toList()
        : List.of();
  }

  /** The first block of a name; an empty one where there is none. */
  public JsonObject block(String name) {
    return block(values, name);
  }

  /** The same of a block within it. */
  public static JsonObject block(JsonObject within, String name) {
    return blocks(within, name).stream().findFirst().orElseGet(JsonObject::new);
  }

  /** What the last part of a path of Google's names: {@code erase} of {@code .../topics/erase}. */
  public static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What a bucket is called in our files: its real name begins with the project's. */
  public static String bucket(String name) {
    return name.replaceFirst(".*-privacy-", "");
  }
}
