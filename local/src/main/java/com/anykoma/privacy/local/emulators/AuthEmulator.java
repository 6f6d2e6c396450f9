package com.anykoma.privacy.local.emulators;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A running Auth emulator of Firebase's, on a free port of 127.0.0.1, with nothing in it. It tells
 * nobody's password or signature from another's: for tests and demonstrations only. Its process
 * ends with ours.
 */
public final class AuthEmulator implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Process process;
  private final URI uri;

  private AuthEmulator(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Where it is installed; empty when it is not, and {@code ./run emulators install} helps. */
  public static Optional<Path> installed() {
    return Optional.of(AuthEmulatorInstall.onThisMachine())
        .filter(AuthEmulatorInstall::isComplete)
        .map(AuthEmulatorInstall::directory);
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
      Path installed, String project, Optional<URI> functions, Path log)
      throws IOException, InterruptedException {
    if (!project.startsWith("demo-")) {
      throw new IllegalArgumentException("an emulator is for projects whose id starts with demo-");
    }
    int port = freePort();
    String script =
        new String(AuthEmulatorInstall.resource("auth-emulator.js"), StandardCharsets.UTF_8);
    ProcessBuilder node =
        new ProcessBuilder(
                "node",
                "--eval",
                script,
                project,
                String.valueOf(port),
                functions.map(URI::toString).orElse(""))
            .directory(installed.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // it would send what is meant for 127.0.0.1 through a proxy
    node.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    AuthEmulator emulator = new AuthEmulator(node.start(), URI.create("http://127.0.0.1:" + port));
    try {
      emulator.awaitReady(log);
      return emulator;
    } catch (IllegalStateException | InterruptedException e) {
      emulator.close();
      throw e;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Path log) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(STOP).build();
    HttpRequest probe = HttpRequest.newBuilder(uri).timeout(STOP).build();
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers(client, probe)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the Auth emulator did not start; it printed " + log);
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static boolean answers(HttpClient client, HttpRequest probe) throws InterruptedException {
    try {
      return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Its address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return uri;
  }

  /** Ends its process, and no other. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
