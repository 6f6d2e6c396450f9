package com.anykoma.privacy.bench;

import com.anykoma.privacy.local.console.TemporaryDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Carries out an order in a process of its own whose heap is small, on the embedded cloud; prints
 * the most heap that this took above the start, in bytes.
 */
public final class EraseProcess {
  private static final String MOST_HEAP = "-Xmx64m";

  /** What a Java platform chooses by itself on an instance with one processor. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private EraseProcess() {}

  /** The most heap above the start, in bytes, each pool at its peak, garbage included. */
  record Heap(String name, int documents, long bytes) {}

  /** Seeds a person, and has another process erase them. */
  static Heap measure(int documents, int objects, Clock clock)
      throws IOException, InterruptedException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      try (EraseStage stage = EraseStage.embedded(directory.path(), clock)) {
        int unused = EraseSeed.put(stage, documents, objects, clock.instant()).size();
        stage.order(EraseSeed.SUBJECT);
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  COLLECTOR,
                  MOST_HEAP,
                  "-cp",
                  System.getProperty("java.class.path"),
                  EraseProcess.class.getName(),
                  directory.path().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
        long bytes = Long.parseLong(String.valueOf(said.readLine()));
        int unused = process.waitFor();
        return new Heap("heap", documents, bytes);
      }
    }
  }

  /** Takes the directory. */
  public static void main(String[] args) {
    Main.logToNowhere();
    try (EraseStage stage = EraseStage.embedded(Path.of(args[0]), Clock.systemUTC())) {
      System.gc();
      ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
      long start = VaultServer.mostHeap();
      stage.carryOut();
      long most = VaultServer.mostHeap();
      if (EraseSeed.left(stage.cloud()) > 0) {
        throw new IllegalStateException("something is left of the erased person");
      }
      System.out.println(most - start);
    }
  }
}
