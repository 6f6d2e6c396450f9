package com.anykoma.privacy.bench;

import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks, {@code ./run bench NAME}. */
@Command(
    name = "./run bench",
    description =
        "Benchmarks, each compared with a limit or a peer in the same run. docs/performance.md"
            + " explains them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WebhookBenchmark.class,
      VaultBenchmark.class,
      EraseBenchmark.class,
      ScrubBenchmark.class,
      ExportBenchmark.class,
      StartupBenchmark.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    discardLogs();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return com.anykoma.privacy.local.Main.of(new Main());
  }

  /** Formats log records, at the same cost as in production, and discards them. */
  static void discardLogs() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new StreamHandler(OutputStream.nullOutputStream(), new SimpleFormatter()));
  }
}
