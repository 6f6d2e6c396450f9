package com.anykoma.privacy.local.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests that are not events with 400, before they reach an event function. The Functions
 * Framework would throw a {@link NullPointerException} and answer 500, so the sender would retry.
 */
final class EventsOnly extends Handler.Wrapper {
  private static final List<String> ATTRIBUTES =
      List.of("ce-specversion", "ce-id", "ce-type", "ce-source");
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch";
  private static final String NO_EVENT =
      "expected an event: a CloudEvent with the headers "
          + String.join(", ", ATTRIBUTES)
          + " or as "
          + STRUCTURED
          + ", or a first-generation event with eventId and eventType";

  EventsOnly(Handler next) {
    super(next);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    type = type.toLowerCase(Locale.ROOT);
    if (type.startsWith(BATCH)) {
      return refuse(response, callback, "batches of events are not supported");
    }
    if (ATTRIBUTES.stream().anyMatch(request.getHeaders()::contains)) {
      return ATTRIBUTES.stream().allMatch(each -> has(request, each))
          ? super.handle(request, response, callback)
          : refuse(response, callback, NO_EVENT);
    }
    byte[] body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
    boolean isEvent =
        type.startsWith(STRUCTURED)
            ? hasAll(object(body), List.of("specversion", "id", "type", "source"))
            : isOfFirstGeneration(object(body));
    return isEvent
        ? super.handle(new Read(request, body), response, callback)
        : refuse(response, callback, NO_EVENT);
  }

  private static boolean has(Request request, String header) {
    String value = request.getHeaders().get(header);
    return value != null && !value.isBlank();
  }

  private static JsonObject object(byte[] body) {
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  /** The context is a member {@code context}, or its members are in the event itself. */
  private static boolean isOfFirstGeneration(JsonObject event) {
    JsonElement context = event.get("context");
    JsonObject attributes = context instanceof JsonObject object ? object : event;
    return event.has("data") && hasAll(attributes, List.of("eventId", "eventType"));
  }

  private static boolean hasAll(JsonObject event, List<String> names) {
    return names.stream()
        .map(event::get)
        .allMatch(it -> it != null && it.isJsonPrimitive() && !it.getAsString().isBlank());
  }

  private static boolean refuse(Response response, Callback callback, String why) {
    response.setStatus(HttpStatus.BAD_REQUEST_400);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    Content.Sink.write(response, true, why + "\n", callback);
    return true;
  }

  /** A request with a body that was read already, and that the next handler reads again. */
  private static final class Read extends Request.Wrapper {
    private final Content.Source body;

    Read(Request request, byte[] body) {
      super(request);
      this.body = Content.Source.from(ByteBuffer.wrap(body));
    }

    @Override
    public Content.Chunk read() {
      return body.read();
    }

    @Override
    public void demand(Runnable demandCallback) {
      body.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
      body.fail(failure);
    }
  }
}
