package com.anykoma.privacy.functions;

import com.anykoma.privacy.proof.audit.KeyedHash;
import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forwarded e-mails in Mailgun's form. */
final class MailgunRequests {
  private static final String FORM = "application/x-www-form-urlencoded";

  private MailgunRequests() {}

  /** The signed fields of a message; a number makes its token and id. */
  static Map<String, String> message(int number, Instant at, String sender, String text) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("timestamp", Long.toString(at.getEpochSecond()));
    form.put("token", "token" + number);
    form.put("sender", sender);
    form.put("subject", "My data");
    form.put("body-plain", text);
    form.put("Message-Id", "<" + number + "@example.com>");
    form.put("signature", signature(Stack.MAIL_KEY, form));
    return form;
  }

  static String signature(String key, Map<String, String> form) {
    byte[] signed = (form.get("timestamp") + form.get("token")).getBytes(StandardCharsets.UTF_8);
    String hash = KeyedHash.of(key.getBytes(StandardCharsets.UTF_8), signed).value();
    return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(hash));
  }

  static FakeRequest encoded(Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(it -> encoded(it.getKey()) + "=" + encoded(it.getValue()))
            .collect(Collectors.joining("&"));
    return FakeRequest.of(
        "POST",
        "http://localhost/MailIntake",
        Map.of("Content-Type", FORM),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The form as multipart, with an attachment of a field's name. */
  static HttpRequest multipart(Map<String, String> form, String attachment) {
    Map<String, HttpRequest.HttpPart> parts = new HashMap<>();
    form.forEach((name, value) -> parts.put(name, new Part(Optional.empty(), value)));
    parts.put(attachment, new Part(Optional.of("passport.jpg"), "secret bytes"));
    FakeRequest plain =
        FakeRequest.of(
            "POST",
            "http://localhost/MailIntake",
            Map.of("Content-Type", "multipart/form-data; boundary=x"));
    return (HttpRequest)
        java.lang.reflect.Proxy.newProxyInstance(
            MailgunRequests.class.getClassLoader(),
            new Class<?>[] {HttpRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("getParts") ? parts : method.invoke(plain, arguments));
  }

  private record Part(Optional<String> fileName, String value) implements HttpRequest.HttpPart {
    @Override
    public Optional<String> getFileName() {
      return fileName;
    }

    @Override
    public Optional<String> getContentType() {
      return Optional.empty();
    }

    @Override
    public long getContentLength() {
      return value.length();
    }

    @Override
    public Optional<String> getCharacterEncoding() {
      return Optional.empty();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return Map.of();
    }
  }
}
