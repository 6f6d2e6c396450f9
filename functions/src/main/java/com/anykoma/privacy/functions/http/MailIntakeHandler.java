package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.rights.cases.CaseKind;
import com.anykoma.privacy.rights.cases.Cases;
import com.anykoma.privacy.rights.cases.NewCase;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a case of an e-mail that Mailgun forwards (P17, P26). Its form needs Mailgun's signature of
 * a time, from which the legal clock runs, and of a token, which is valid for one message. Mailgun
 * retries for 8 hours after any answer but 200 and 406, so a message may be up to a day old.
 *
 * <p>Of a form only the first 10,000 characters of each field are read, and no attachments. A
 * bounce has no sender, and is ignored, as is an automatic mail that exercises no right.
 *
 * @param keys the HTTP webhook signing keys; two during a rotation
 * @see <a
 *     href="https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks">
 *     Mailgun: securing webhooks</a>
 */
public record MailIntakeHandler(List<String> keys, Cases cases, InstantSource clock)
    implements Admission<Map<String, String>>, HttpFrame.Handler<Map<String, String>> {
  /** Mailgun accepts messages of up to 25 MB, attachments included. */
  static final int MAX_BYTES = 26 << 20;

  private static final int MAX_CHARS = 10_000;
  private static final Duration MAX_AGE = Duration.ofDays(1);
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);
  private static final Pattern AUTOMATIC =
      Pattern.compile(
          "(?i)\"Auto-Submitted\", *\"(?!no\")|\"List-Id\"|\"Precedence\", *\"(bulk|junk|list)");
  private static final Log LOG = Log.of(MailIntakeHandler.class);

  @Override
  public Map<String, String> admit(HttpRequest request, HttpResponse response) throws IOException {
    Access.requireMethod(request, response, List.of("POST"));
    Map<String, String> form = form(request);
    String time = form.getOrDefault("timestamp", "");
    String signed = time + form.getOrDefault("token", "");
    byte[] signature = utf8(form.getOrDefault("signature", ""));
    if (!time.matches("[0-9]{1,12}")
        || keys.stream()
            .noneMatch(key -> MessageDigest.isEqual(utf8(signature(key, signed)), signature))) {
      throw new ClientError(401, "the form has no valid signature of the mail provider");
    }
    Duration age = Duration.between(sentAt(form), clock.instant());
    if (age.compareTo(MAX_AGE) > 0 || age.compareTo(MAX_SKEW.negated()) < 0) {
      throw new ClientError(401, "the signature is too old or from the future");
    }
    return form;
  }

  private static Map<String, String> form(HttpRequest request) throws IOException {
    Map<String, String> form = new HashMap<>();
    String type = request.getContentType().orElse("");
    HttpFrame.requireLength(request.getContentLength(), MAX_BYTES);
    if (type.startsWith("multipart/form-data")) {
      for (var part : request.getParts().entrySet()) {
        if (part.getValue().getFileName().isEmpty()) {
          byte[] value = part.getValue().getInputStream().readNBytes(4 * MAX_CHARS);
          put(form, part.getKey(), new String(value, StandardCharsets.UTF_8));
        }
      }
    } else if (type.startsWith("application/x-www-form-urlencoded")) {
      byte[] body = HttpFrame.body(request, MAX_BYTES);
      for (String each : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
        String[] pair = each.split("=", 2);
        put(form, decoded(pair[0]), decoded(pair[pair.length - 1]));
      }
    } else {
      throw new ClientError(406, "the Content-Type must be that of a form");
    }
    return form;
  }

  private static void put(Map<String, String> form, String name, String value) {
    form.putIfAbsent(name, value.substring(0, Math.min(value.length(), MAX_CHARS)));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ClientError(400, "the form is not URL-encoded");
    }
  }

  /**
   * The signature of a message: HMAC-SHA-256 in hexadecimal.
   *
   * @param signed the time followed by the token
   */
  public static String signature(String key, String signed) {
    return Hashing.hmacSha256(utf8(key)).hashString(signed, StandardCharsets.UTF_8).toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Instant sentAt(Map<String, String> form) {
    return Instant.ofEpochSecond(Long.parseLong(form.getOrDefault("timestamp", "")));
  }

  @Override
  public void answer(Map<String, String> form, HttpRequest request, HttpResponse response)
      throws IOException {
    String sender = form.getOrDefault("sender", "").strip();
    String text = form.getOrDefault("subject", "") + "\n\n" + form.getOrDefault("body-plain", "");
    boolean isAutomatic = AUTOMATIC.matcher(form.getOrDefault("message-headers", "")).find();
    CaseKind kind = CaseKind.of(text);
    if (sender.isEmpty() || (isAutomatic && kind == CaseKind.QUESTION)) {
      Answers.write(response, 200, "ignored", "an automatic mail");
      return;
    }
    EmailAddress from =
        EmailAddress.of(sender).orElseThrow(() -> new ClientError(406, "the sender is no address"));
    Instant receivedAt = sentAt(form).isBefore(clock.instant()) ? sentAt(form) : clock.instant();
    Optional<String> messageId = Optional.ofNullable(form.get("Message-Id"));
    NewCase asked = new NewCase(kind, from, receivedAt, Optional.of(Sensitive.of(text)), messageId);
    Optional<String> token = Optional.ofNullable(form.get("token"));
    String opened =
        cases
            .open(asked, isAutomatic ? Cases.AUTOMATIC : "mail", token)
            .orElseThrow(() -> new ClientError(401, "the token was used before"));
    Answers.write(response, 200, "case", opened);
  }

  @Override
  public void onClientError(ClientError error) {
    LOG.warning("mail refused", LogField.STATUS.of(error.status()), LogField.place(error));
  }

  @Override
  public boolean isRetried() {
    return true;
  }
}
