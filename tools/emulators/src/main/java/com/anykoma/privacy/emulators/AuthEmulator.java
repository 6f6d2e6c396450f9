package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A running Auth emulator of Firebase's, on a free port of 127.0.0.1, with nothing in it. It tells
 * nobody's password or signature from another's: for tests and demonstrations only. Its process
 * ends with ours.
 */
public final class AuthEmulator implements AutoCloseable {

  private final EmulatorProcess process;
  private final URI uri;
  private final String project;

  private AuthEmulator(EmulatorProcess process, URI uri, String project) {
    this.process = process;
    this.uri = uri;
    this.project = project;
  }

  /** Where it is installed; empty when it is not, and {@code ./run emulators install} helps. */
  public static Optional<Path> installed() {
    return Optional.of(NpmInstall.authEmulator())
        .filter(NpmInstall::isComplete)
        .map(NpmInstall::directory);
  }

  /**
   * Starts one and waits until it answers, which takes 10 to 30 seconds.
   *
   * @param project whose accounts it holds; its id starts with {@code demo-}
   * @param functions told of every deletion by {@code POST
   *     /functions/projects/PROJECT/trigger_multicast}, twice (as the first and as the second
   *     generation's event) and never again
   * @param log gets what the emulator prints
   * @throws IllegalStateException when it does not start
   */
  public static AuthEmulator start(
      Path installed, String project, Optional<URI> functions, Path log) throws IOException {
    return start(EmulatorProcess.freeEndpoint(), installed, project, functions, log);
  }

  /** The same at an address. */
  static AuthEmulator start(
      URI uri, Path installed, String project, Optional<URI> functions, Path log)
      throws IOException {
    if (!project.startsWith("demo-")) {
      throw new IllegalArgumentException("an emulator is for projects whose id starts with demo-");
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

  /** Makes an account, as an operator may with any uid. */
  public void createAccount(String uid) {
    JsonObject account = new JsonObject();
    account.addProperty("localId", uid);
    LoopbackHttp.post(
        uri.resolve("/identitytoolkit.googleapis.com/v1/projects/" + project + "/accounts"),
        account.toString());
  }

  /** Signs a person in, with a custom token that is plain JSON here, for an unsigned ID token. */
  public String signIn(String uid) {
    JsonObject token = new JsonObject();
    token.addProperty("uid", uid);
    JsonObject request = new JsonObject();
    request.addProperty("token", token.toString());
    request.addProperty("returnSecureToken", true);
    String answer =
        LoopbackHttp.postAsAnybody(
            uri.resolve(
                "/identitytoolkit.googleapis.com/v1/accounts:signInWithCustomToken?key=any"),
            request.toString());
    return JsonParser.parseString(answer).getAsJsonObject().get("idToken").getAsString();
  }

  /** Its address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.close();
  }
}
