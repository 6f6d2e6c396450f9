package com.anykoma.privacy.emulators;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** A client of the Auth emulator's REST API for people and operators. */
record AuthEmulatorClient(URI emulator, String project) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Creates an account with this uid, as an operator. */
  void signUp(String uid, String email) {
    send(
        "POST", v1() + "projects/" + project + "/accounts", Map.of("localId", uid, "email", email));
  }

  /** Signs in with a custom token, here plain JSON, and returns an ID token. */
  String signIn(String uid) {
    Map<String, ?> request =
        Map.of("token", new Gson().toJson(Map.of("uid", uid)), "returnSecureToken", true);
    return send("POST", v1() + "accounts:signInWithCustomToken?key=any", request)
        .get("idToken")
        .getAsString();
  }

  /** Deletes accounts with the bulk operation. */
  void deleteAll(List<String> uids) {
    send(
        "POST",
        v1() + "projects/" + project + "/accounts:batchDelete",
        Map.of("localIds", uids, "force", true));
  }

  /** Deletes all accounts without events. */
  void clear() {
    send("DELETE", "/emulator/v1/projects/" + project + "/accounts", Map.of());
  }

  private static String v1() {
    return "/identitytoolkit.googleapis.com/v1/";
  }

  private JsonObject send(String method, String path, Map<String, ?> body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(emulator.resolve(path));
    if (!path.contains("?key=")) {
      request.header("Authorization", "Bearer owner");
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method,
        body.isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(new Gson().toJson(body)));
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " answered " + answer.body());
      }
      return JsonParser.parseString(answer.body()).getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
