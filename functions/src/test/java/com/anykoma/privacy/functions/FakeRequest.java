package com.anykoma.privacy.functions;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request in memory; a length of -1 is a chunked body, and a line break separates the
 * values of a repeated header.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FakeRequest(String method, String uri, Map<String, String> headers, byte[] body, long length)
    implements HttpRequest {
  static FakeRequest post(Map<String, String> headers, byte[] body) {
    return new FakeRequest("POST", headers, body, body.length);
  }

  /** A request without a body. */
  static FakeRequest of(String method, String uri, Map<String, String> headers) {
    return new FakeRequest(method, uri, headers, new byte[0], 0);
  }

  static FakeRequest of(String method, String uri, Map<String, String> headers, byte[] body) {
    return new FakeRequest(method, uri, headers, body, body.length);
  }

  FakeRequest(String method, Map<String, String> headers, byte[] body, long length) {
    this(method, "http://localhost/StripeWebhook", headers, body, length);
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return uri;
  }

  @Override
  public String getPath() {
    return "/StripeWebhook";
  }

  @Override
  public Optional<String> getQuery() {
    int mark = uri.indexOf('?');
    return mark < 0 ? Optional.empty() : Optional.of(uri.substring(mark + 1));
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.of(headers.getOrDefault("Content-Type", "application/json"));
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.of("utf-8");
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> all.put(name, List.of(value.split("\n", -1))));
    return all;
  }
}
