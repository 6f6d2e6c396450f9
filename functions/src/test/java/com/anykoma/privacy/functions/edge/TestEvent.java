package com.anykoma.privacy.functions.edge;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CloudEvent in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestEvent(String type, Optional<String> about, String contentType, byte[] bytes)
    implements CloudEvent {
  public static TestEvent json(String type, String json) {
    return new TestEvent(
        type, Optional.empty(), "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable CloudEventData getData() {
    return bytes.length == 0 ? null : () -> bytes;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return "1";
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public URI getSource() {
    return URI.create("//test");
  }

  @Override
  public String getDataContentType() {
    return contentType;
  }

  @Override
  public @Nullable URI getDataSchema() {
    return null;
  }

  @Override
  public @Nullable String getSubject() {
    return about.orElse(null);
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    return null;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return null;
  }

  @Override
  public Set<String> getExtensionNames() {
    return Set.of();
  }
}
