package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.Access;
import com.anykoma.privacy.functions.http.MailIntakeHandler;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The demo's actions of people who exercise their rights, and of staff.
 *
 * @param settle waits until the functions have processed all events
 */
record RightsDemoCloud(
    LocalCloud cloud,
    SampleProduct product,
    InstantSource clock,
    FunctionCalls calls,
    Runnable settle) {
  /** Creates the account of a member of staff with a role. */
  void hire(String uid, String role) {
    SubjectId staff = new SubjectId(uid);
    cloud.platform().signUp(staff, product, clock.instant());
    settle.run();
    cloud.cloud().accounts().setClaims(staff, Map.of(Access.STAFF_CLAIM, List.of(role)));
  }

  /** Signs a person up whose account has an e-mail address. */
  void signUp(String uid, String address) {
    SubjectId person = new SubjectId(uid);
    cloud.platform().createAccount(person, Optional.of(Sensitive.of(address)));
    cloud.documents().create(product.account(person), product.accountFields(clock.instant()));
    settle.run();
  }

  /** Calls a function as a person, with a body of JSON or none; waits for what follows. */
  JsonObject ask(String uid, String method, String path, String body) {
    return json(FunctionCalls.send(request(uid, method, path, body), BodyHandlers.ofString()));
  }

  /** Posts to a function without a sign-in. */
  JsonObject ask(String path, String body) {
    return json(
        FunctionCalls.send(
            calls.request(Optional.empty(), "POST", path, body), BodyHandlers.ofString()));
  }

  private HttpRequest.Builder request(String uid, String method, String path, String body) {
    return calls.request(cloud.platform().idToken(new SubjectId(uid)), method, path, body);
  }

  private JsonObject json(HttpResponse<String> answer) {
    settle.run();
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** Downloads the archives of a person's complete export into a folder. */
  List<Path> download(String uid, int parts, Path folder) {
    return IntStream.rangeClosed(1, parts)
        .mapToObj(
            number ->
                write(
                    folder.resolve("export-" + number + ".zip"),
                    FunctionCalls.send(
                            request(uid, "GET", "/Export/parts/" + number, ""),
                            BodyHandlers.ofByteArray())
                        .body()))
        .toList();
  }

  private static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mail provider forwards an e-mail to support. */
  JsonObject writeToSupport(String from, String subject, String text) {
    String time = Long.toString(clock.instant().getEpochSecond());
    String token = "token-" + time;
    String signature = MailIntakeHandler.signature(cloud.secrets().webhookSecret(), time + token);
    Map<String, String> form =
        Map.of(
            "timestamp", time,
            "token", token,
            "signature", signature,
            "sender", from,
            "subject", subject,
            "body-plain", text,
            "Message-Id", "<" + token + "@example.org>");
    String body =
        form.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        calls
            .request(Optional.empty(), "POST", "/MailIntake", body)
            .setHeader("Content-Type", "application/x-www-form-urlencoded");
    return json(FunctionCalls.send(request, BodyHandlers.ofString()));
  }

  /** The texts of the e-mails that wait to be sent to an address, the newest first. */
  List<String> lettersTo(String address) {
    Query query = Query.in(OwnCollections.MAIL).whereContains("to", address);
    return cloud.documents().find(query).stream()
        .sorted((one, other) -> other.createTime().compareTo(one.createTime()))
        .map(Document::fields)
        .map(it -> it.map("message").string("text").orElse(""))
        .toList();
  }
}
