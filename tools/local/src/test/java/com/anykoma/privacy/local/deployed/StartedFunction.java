package com.anykoma.privacy.local.deployed;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.functions.DeployedFunction;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A function of the deployed jar, started by the stock Functions Framework in a process of its own
 * that has an environment of its own. The framework listens on every interface: keep it short.
 */
final class StartedFunction implements AutoCloseable {
  private static final Duration MAX_STARTING = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final int SECONDS_TO_END = 5;

  private final Process process;
  private final int port;
  private final Path log;

  private StartedFunction(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts it with the fixture's settings, and does not wait.
   *
   * @param environment all of its environment
   * @param log takes what it prints
   */
  static StartedFunction start(
      InstalledJdk jdk, DeployedFunction function, Map<String, String> environment, Path log)
      throws IOException, URISyntaxException {
    return start(jdk, function, environment, FixtureProduct.FOLDER.resolveSibling(""), log);
  }

  /**
   * Starts it, and does not wait.
   *
   * @param settings a folder whose folder {@code privacy} comes before that of the jar
   */
  static StartedFunction start(
      InstalledJdk jdk,
      DeployedFunction function,
      Map<String, String> environment,
      Path settings,
      Path log)
      throws IOException, URISyntaxException {
    int port = EmulatorProcess.freeEndpoint().getPort();
    ProcessBuilder command =
        new ProcessBuilder(
                jdk.java().toString(),
                "-XX:TieredStopAtLevel=1", // short processes start quickly with these
                "-XX:+UseSerialGC",
                "-cp",
                Path.of(Invoker.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                Invoker.class.getName(),
                "--classpath",
                settings + File.pathSeparator + DeployedFiles.JAR,
                "--target",
                function.entryPoint().getName(),
                "--port",
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    command.environment().clear();
    command.environment().putAll(environment);
    return new StartedFunction(command.start(), port, log);
  }

  /** Waits until it listens, and says where. */
  URI awaitListening() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!listens()) {
      if (System.nanoTime() - start > MAX_STARTING.toNanos()
          || process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it does not serve; it printed\n" + printed());
      }
    }
    return URI.create("http://127.0.0.1:" + port);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Waits until it ends by itself, and gives its exit code. */
  int awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(MAX_STARTING.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end; it printed\n" + printed());
    }
    return process.exitValue();
  }

  /** All that it has printed. */
  String printed() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .orTimeout(SECONDS_TO_END, TimeUnit.SECONDS)
        .exceptionally(late -> forced())
        .join();
  }

  private Process forced() {
    return process.destroyForcibly();
  }
}
