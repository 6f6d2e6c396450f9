package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A running Firebase Auth emulator without accounts, on a port of 127.0.0.1. It checks neither
 * passwords nor signatures: for tests and demonstrations only. Its process ends with ours.
 */
public record AuthEmulator(EmulatorProcess process, URI uri, String project)
    implements AutoCloseable {

  /** The installation folder; empty if missing: {@code ./run emulators install} creates it. */
  public static Optional<Path> installed() {
    return Optional.of(NpmInstall.authEmulator())
        .filter(NpmInstall::isComplete)
        .map(NpmInstall::directory);
  }

  /**
   * Starts an emulator and waits until it answers, which takes 10 to 30 seconds.
   *
   * @param project whose accounts it holds; its id starts with {@code demo-}
   * @param functions receives every deletion by {@code POST
   *     /functions/projects/PROJECT/trigger_multicast}: once as an event of the first generation
   *     and once of the second, without retries
   * @param log receives the emulator's output
   * @throws IllegalStateException if it does not start
   */
  public static AuthEmulator start(
      Path installed, String project, Optional<URI> functions, Path log) throws IOException {
    return start(EmulatorProcess.freeEndpoint(), installed, project, functions, log);
  }

  /** The same at this address. */
  static AuthEmulator start(
      URI uri, Path installed, String project, Optional<URI> functions, Path log)
      throws IOException {
    if (!project.startsWith("demo-")) {
      throw new IllegalArgumentException("emulators need a project whose id starts with demo-");
    }
    ProcessBuilder node =
        new NpmInstall(NpmInstall.AUTH_EMULATOR, installed, "npm")
            .node(
                "/emulators/auth-emulator.js",
                project,
                String.valueOf(uri.getPort()),
                functions.map(URI::toString).orElse(""));
    EmulatorProcess process = EmulatorProcess.start(node, log);
    process.awaitReady(uri, LoopbackHttp::isUp);
    return new AuthEmulator(process, uri, project);
  }

  /** Creates an account with this uid, which needs an operator's permission. */
  public void createAccount(String uid, Optional<String> email) {
    JsonObject account = new JsonObject();
    account.addProperty("localId", uid);
    email.ifPresent(it -> account.addProperty("email", it));
    LoopbackHttp.post(
        uri.resolve("/identitytoolkit.googleapis.com/v1/projects/" + project + "/accounts"),
        account.toString());
  }

  /** Signs a person in with a custom token, here plain JSON, and returns an unsigned ID token. */
  public String signIn(String uid) {
    String token = JsonTemplate.fill("{\"uid\": %s}", uid).toString();
    String answer =
        LoopbackHttp.postUnauthenticated(
            uri.resolve(
                "/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken?key=any"),
            JsonTemplate.fill("{\"token\": %s, \"returnSecureToken\": true}", token).toString());
    return JsonParser.parseString(answer).getAsJsonObject().get("idToken").getAsString();
  }

  @Override
  public void close() {
    process.close();
  }
}
