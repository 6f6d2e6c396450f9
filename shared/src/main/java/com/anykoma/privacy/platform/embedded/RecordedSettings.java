package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Settings;
import com.google.common.io.Resources;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recorded settings: the answers that a deployment of this Terraform module gives. A file of the
 * same form replaces single answers and pages; it is read at each call, so that a change of a live
 * setting can be played.
 *
 * @param changes the file, which may be absent
 */
public record RecordedSettings(Path changes) implements Settings {
  private static final JsonValue RECORDED = recorded();
  private static final String ANSWERS = "answers";

  private static JsonValue recorded() {
    try {
      return StrictJson.object(
          Resources.toByteArray(Resources.getResource(RecordedSettings.class, "settings.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<JsonValue> sources() {
    try {
      return Files.exists(changes)
          ? Stream.of(StrictJson.object(Files.readAllBytes(changes)), RECORDED)
          : Stream.of(RECORDED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> names() {
    JsonValue names = RECORDED.requiredObject("names");
    return names.names().stream().collect(Collectors.toMap(it -> it, names::requiredString));
  }

  @Override
  public String json(Service service, String path) {
    return sources()
        .flatMap(each -> each.object(ANSWERS).stream())
        .flatMap(each -> each.object(service + " " + path).stream())
        .findFirst()
        .map(each -> new Gson().toJson(each.members()))
        .orElseThrow(() -> new CloudFailure(service.name(), "read settings", "404"));
  }

  @Override
  public Optional<Bytes> servedPage(URI address) {
    return sources()
        .flatMap(each -> each.object("pages").stream())
        .flatMap(each -> each.string(address.toString()).stream())
        .findFirst()
        .map(each -> Bytes.of(each.getBytes(StandardCharsets.UTF_8)));
  }
}
