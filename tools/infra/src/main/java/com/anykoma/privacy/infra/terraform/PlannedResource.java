package com.anykoma.privacy.infra.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A resource after a plan is applied, or a nested block of one. Values that are known only after
 * the apply are missing.
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
    return Optional.ofNullable(values.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  /** Whether a value is this text. */
  public boolean has(String name, String value) {
    return text(name).equals(Optional.of(value));
  }

  /** A value as a number; empty when it is unset or unknown. */
  public Optional<Long> number(String name) {
    return text(name).map(Long::valueOf);
  }

  /** The nested blocks with a name. */
  public List<PlannedResource> blocks(String name) {
    return values.get(name) instanceof JsonArray some
        ? StreamSupport.stream(some.spliterator(), false)
            .filter(JsonElement::isJsonObject)
            .map(each -> new PlannedResource(address, type, each.getAsJsonObject()))
            .toList()
        : List.of();
  }

  /** The first nested block with a name; an empty block when it has none. */
  public PlannedResource block(String name) {
    return blocks(name).stream()
        .findFirst()
        .orElseGet(() -> new PlannedResource(address, type, new JsonObject()));
  }

  /** A map of values, as a block; an empty block when it is unset or unknown. */
  public PlannedResource map(String name) {
    JsonObject map = values.get(name) instanceof JsonObject some ? some : new JsonObject();
    return new PlannedResource(address, type, map);
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
