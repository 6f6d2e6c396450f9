package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recorded Stripe event, with the parts that a replay needs. The event is untrusted, so any part
 * may be absent.
 *
 * @param body the exact bytes
 * @param created when Stripe created it, if the time is plausible
 * @param named the uids in it
 */
record ReplayedEvent(
    Bytes body,
    Optional<String> id,
    Optional<String> type,
    Optional<Instant> created,
    Set<SubjectId> named) {
  /** 2100-01-01. A later time is probably in milliseconds instead of seconds. */
  private static final long LATEST_SECOND = 4_102_444_800L;

  private static final Set<String> NAMING = Set.of("checkout.session", "customer", "subscription");

  static ReplayedEvent of(JsonText text) {
    byte[] body = text.bytes();
    JsonObject event = lenient(body);
    JsonObject object = child(child(event, "data"), "object");
    return new ReplayedEvent(
        Bytes.of(body), string(event, "id"), string(event, "type"), created(event), named(object));
  }

  private static JsonObject lenient(byte[] body) {
    try {
      JsonElement parsed = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      return parsed.isJsonObject() ? parsed.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject(); // too deep, or a duplicate name: the webhook reports the error
    }
  }

  private static JsonObject child(JsonObject parent, String name) {
    JsonElement child = parent.get(name);
    return child != null && child.isJsonObject() ? child.getAsJsonObject() : new JsonObject();
  }

  private static Optional<String> string(JsonObject parent, String name) {
    JsonElement child = parent.get(name);
    return child != null && child.isJsonPrimitive() && child.getAsJsonPrimitive().isString()
        ? Optional.of(child.getAsString())
        : Optional.empty();
  }

  private static Optional<Instant> created(JsonObject event) {
    JsonElement created = event.get("created");
    if (created == null || !created.isJsonPrimitive()) {
      return Optional.empty();
    }
    try {
      long seconds = created.getAsJsonPrimitive().isNumber() ? created.getAsLong() : 0;
      return seconds > 0 && seconds < LATEST_SECOND
          ? Optional.of(Instant.ofEpochSecond(seconds))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Set<SubjectId> named(JsonObject object) {
    Set<SubjectId> named = new LinkedHashSet<>();
    if (string(object, "object").filter(NAMING::contains).isPresent()) {
      List<Optional<String>> uids =
          List.of(
              string(child(object, "metadata"), "firebaseUID"),
              string(object, "client_reference_id"));
      uids.forEach(uid -> uid.flatMap(SubjectId::of).ifPresent(named::add));
    }
    return named;
  }
}
