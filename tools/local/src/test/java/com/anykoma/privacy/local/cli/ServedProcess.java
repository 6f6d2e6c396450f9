package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.local.Main;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A command of {@code ./run} in a process of its own, with a folder for temporary files.
 *
 * @param out what it has printed to standard output so far
 */
public record ServedProcess(Process process, Path out, Path err) implements AutoCloseable {
  private static final Duration MAX_WAITING = Duration.ofMinutes(2);

  public static ServedProcess start(Path temporary, String... arguments) throws IOException {
    Path out = Files.createTempFile(temporary.getParent(), "out", ".txt");
    Path err = Files.createTempFile(temporary.getParent(), "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dprivacy.config=" + FixtureProduct.FOLDER);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new ServedProcess(process, out, err);
  }

  /** Waits until it has printed the words. */
  @CanIgnoreReturnValue
  public ServedProcess until(String words) throws IOException {
    long start = System.nanoTime();
    while (!Files.readString(out).contains(words)) {
      if (!process.isAlive() || System.nanoTime() - start > MAX_WAITING.toNanos()) {
        throw new IllegalStateException(Files.readString(out) + Files.readString(err));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return this;
  }

  /** Presses Ctrl-C, and waits for its end. */
  public void interrupt() throws IOException, InterruptedException {
    int sent = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    if (sent != 0 || !process.waitFor(MAX_WAITING.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("Ctrl-C did not end it");
    }
  }

  @Override
  public void close() {
    Process unused = process.destroyForcibly().onExit().join();
  }
}
