package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of a process until its first HTTP answer, whatever that says: every function of
 * the deployed jar beside a hello-world, in turn, by the stock Functions Framework with the Java
 * platform's own defaults. Clients are opened, and connect to nothing.
 */
final class StartupBench {
  static final String HELLO = "hello-world";
  private static final Duration MOST_STARTING = Duration.ofSeconds(90);
  private static final int LOOK_AGAIN_MILLIS = 5;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** What is started: a class, where it is found, and its environment. */
  private record Start(String entryPoint, Path classes, Map<String, String> environment) {}

  /** How long one start took, and the processor time of it. */
  record Sample(double millis, double processorMillis) {}

  private StartupBench() {}

  /** Where the build leaves the jar that is deployed: beside the functions' own classes. */
  static Path deployedJar() {
    return location(Deployed.class).resolveSibling(Path.of("deploy", "functions.jar"));
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The samples of each function by its name, the hello-world first. */
  static Map<String, List<Sample>> run(int rounds) throws Exception {
    Map<String, Start> starts = starts();
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    try (TemporaryDirectory logs = TemporaryDirectory.create()) {
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Start> each : starts.entrySet()) {
          samples
              .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
              .add(measure(each.getValue(), logs.path().resolve("log")));
        }
      }
    }
    return samples;
  }

  private static Map<String, Start> starts() {
    Map<Service, URI> nowhere = new EnumMap<>(Service.class);
    for (Service each : Service.values()) {
      nowhere.put(each, EmulatorProcess.freeEndpoint());
    }
    Map<String, Start> starts = new LinkedHashMap<>();
    starts.put(
        HELLO, new Start(HelloFunction.class.getName(), location(HelloFunction.class), Map.of()));
    for (Deployed each : Deployed.values()) {
      starts.put(
          each.functionName(),
          new Start(
              each.entryPoint().getName(), deployedJar(), FunctionEnvironment.of(each, nowhere)));
    }
    return starts;
  }

  private static Sample measure(Start start, Path log) throws IOException, InterruptedException {
    URI at = EmulatorProcess.freeEndpoint();
    ProcessBuilder program =
        EmulatorProcess.javaProgram(
            location(Invoker.class),
            Invoker.class.getName(),
            List.of(
                "--classpath",
                start.classes().toString(),
                "--target",
                start.entryPoint(),
                "--port",
                String.valueOf(at.getPort())));
    program.environment().clear();
    program.environment().putAll(start.environment());
    long begin = System.nanoTime();
    try (EmulatorProcess process = EmulatorProcess.start(program, log)) {
      while (!answers(at.getPort())) {
        if (System.nanoTime() - begin > MOST_STARTING.toNanos()) {
          throw new IllegalStateException(
              start.entryPoint() + " does not answer:\n" + Files.readString(log));
        }
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
      double millis = (System.nanoTime() - begin) / 1e6;
      return new Sample(millis, process.processorTime().toNanos() / 1e6);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream()) {
      socket.getOutputStream().write(REQUEST);
      return in.read() >= 0;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
