package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Fields;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes JSON responses. */
final class Answers {
  private Answers() {}

  /** Writes an object with one member. */
  static void write(HttpResponse response, int status, String name, String value)
      throws IOException {
    write(response, status, Fields.empty().with(name, value));
  }

  /** Writes an object with these members. */
  static void write(HttpResponse response, int status, Fields members) throws IOException {
    write(response, status, FieldsJson.members(members));
  }

  static void write(HttpResponse response, int status, JsonObject body) throws IOException {
    write(response, status, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes JSON in UTF-8 byte for byte. */
  static void write(HttpResponse response, int status, byte[] json) throws IOException {
    response.setStatusCode(status);
    response.setContentType("application/json; charset=utf-8");
    response.getOutputStream().write(json);
  }
}
