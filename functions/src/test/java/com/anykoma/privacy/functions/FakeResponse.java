package com.anykoma.privacy.functions;

import com.google.cloud.functions.HttpResponse;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP response in memory. */
final class FakeResponse implements HttpResponse {
  private int status = 200;
  private Optional<String> contentType = Optional.empty();
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  int status() {
    return status;
  }

  byte[] bytes() {
    return body.toByteArray();
  }

  /** The value of a header, or "" without one. */
  String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }

  String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String type) {
    contentType = Optional.of(type);
  }

  @Override
  public Optional<String> getContentType() {
    return contentType;
  }

  @Override
  public void appendHeader(String header, String value) {
    headers.computeIfAbsent(header, each -> new ArrayList<>()).add(value);
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public BufferedWriter getWriter() {
    return new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
  }
}
