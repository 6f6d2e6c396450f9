package com.anykoma.privacy.emulators;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An emulator's process on a loopback port. {@link #close} ends this process only. */
public record EmulatorProcess(Process process, Path log) implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  private static final Duration MAX_STARTING = Duration.ofSeconds(90);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final int SECONDS_TO_END = 5;
  private static final int LAST_LINES = 15;

  /** An emulator runs for minutes: compiling its code for hours takes longer than that saves. */
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final int MIN_PORT = 15_000;
  private static final int MAX_PORT = 32_000;

  /** Starts a Java program of this jar, with its output in the log, that ends with this process. */
  static EmulatorProcess java(Path jar, Path log, String mainClass, List<String> arguments) {
    ProcessBuilder program = javaProgram(jar, mainClass, arguments);
    program.command().addAll(1, QUICK_START);
    return start(program, log);
  }

  /** Prepares a Java program that ends with this process. */
  public static ProcessBuilder javaProgram(Path jar, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.language=en");
    command.add("-cp");
    command.add(jar + File.pathSeparator + ownClasses());
    command.add(ParentBoundProcess.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Starts a program whose standard input stays open for as long as this process lives. */
  public static EmulatorProcess start(ProcessBuilder program, Path log) {
    try {
      Process started = program.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new EmulatorProcess(started, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program.command().get(0), e);
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          ParentBoundProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The address of a free port of the loopback interface, below the ports that systems give to
   * servers which take any: such a server cannot take it before the emulator does.
   */
  public static URI freeEndpoint() {
    try {
      return endpoint(ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT));
    } catch (PortTaken e) {
      return freeEndpoint();
    }
  }

  /** The address of a free port of the loopback interface; 0 stands for any. */
  public static URI endpoint(int port) {
    if (port == 0) {
      return freeEndpoint();
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://" + LOOPBACK + ":" + socket.getLocalPort());
    } catch (IOException e) {
      throw new PortTaken(port, e);
    }
  }

  /** Waits until the program answers HTTP with any status. */
  public void awaitReady(URI endpoint) {
    awaitReady(endpoint, LoopbackHttp::isUp);
  }

  /**
   * Waits until {@code isReady} accepts the endpoint.
   *
   * @throws IllegalStateException with the end of the log, if the program ended or did not answer
   *     within 90 seconds
   */
  void awaitReady(URI endpoint, Predicate<URI> isReady) {
    long start = System.nanoTime();
    while (!isReady.test(endpoint)) {
      boolean late = System.nanoTime() - start > MAX_STARTING.toNanos();
      if (late || !process.isAlive()) {
        close();
        throw new IllegalStateException(
            (late
                    ? "no answer within " + MAX_STARTING.toSeconds() + " s"
                    : "the emulator ended at once")
                + "; the end of "
                + log
                + ":\n"
                + lastLines());
      }
      pause();
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read)";
    }
  }

  private void pause() {
    try {
      boolean unused = process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while an emulator started", e);
    }
  }

  /** The processor time used so far, in user and kernel mode. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  long pid() {
    return process.pid();
  }

  /** Asks the process to end, and kills it after 5 seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
