package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Fields;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer that every cache may store, with a strong ETag. */
record CacheableAnswer(String contentType, String body) {
  static CacheableAnswer json(Fields values) {
    return new CacheableAnswer(
        "application/json; charset=utf-8", FieldsJson.members(values).toString());
  }

  /** Sends the answer, or 304 to a request that has it already (RFC 9110, 13.1.2). */
  void send(HttpRequest request, HttpResponse response) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String tag = "\"" + Hashing.sha256().hashBytes(bytes) + "\"";
    response.appendHeader("Cache-Control", "public, max-age=60");
    response.appendHeader("ETag", tag);
    response.appendHeader("Vary", "Accept");
    if (request
        .getFirstHeader("If-None-Match")
        .filter(it -> it.equals("*") || it.contains(tag))
        .isPresent()) {
      response.setStatusCode(304);
      return;
    }
    response.setStatusCode(200);
    response.setContentType(contentType);
    response.appendHeader("Content-Length", Integer.toString(bytes.length));
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }
}
