package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.bench.VaultLoad.Uploaded;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link VaultServer} that was started and is listening. */
final class VaultProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  /** What a Java platform chooses by itself on an instance with one processor. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private final Process process;
  private final BufferedReader said;
  private final int port;

  private VaultProcess(Process process) throws IOException {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.US_ASCII);
    this.port = Integer.parseInt(String.valueOf(said.readLine()));
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param flags of the Java platform, besides the collector
   * @param cipher which, see {@link VaultServer}
   */
  static VaultProcess start(List<String> flags, Path directory, String cipher) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(COLLECTOR);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(VaultServer.class.getName());
    command.add(directory.toString());
    command.add(cipher);
    return new VaultProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Has the uploads sealed, one after another. */
  Result seal(VaultContestant contestant, List<Uploaded> uploads) throws Exception {
    return HttpLoad.send(port, VaultLoad.finalized(uriOf(contestant.upload()), uploads), 1)
        .requireBytes(0);
  }

  /** Has what the uploads became opened, one after another. */
  Result open(VaultContestant contestant, VaultLoad load, List<Uploaded> uploads) throws Exception {
    return HttpLoad.send(port, load.opened(uriOf(contestant.content()), uploads), 1)
        .requireBytes(VaultLoad.bytes(uploads));
  }

  private URI uriOf(String function) {
    return URI.create("http://127.0.0.1:" + port + "/" + function);
  }

  /** The processor time that it has used so far, in its own code and in the kernel for it. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The most heap that it has used so far, in bytes. */
  long mostHeap() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return Long.parseLong(said.readLine());
  }

  /** Closes its input, and ends it where it does not end by itself. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
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
