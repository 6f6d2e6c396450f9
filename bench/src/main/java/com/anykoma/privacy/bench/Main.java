package com.anykoma.privacy.bench;

import java.io.OutputStream;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line, {@code ./run bench NAME}. */
@Command(
    name = "./run bench",
    description = "Measures beside a limit or a peer in the same run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WebhookCommand.class,
      VaultCommand.class,
      EraseCommand.class,
      StartupCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    logToNowhere();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return com.anykoma.privacy.local.Main.of(new Main());
  }

  /** Log lines are formatted, as in production, but not shown. */
  static void logToNowhere() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new StreamHandler(OutputStream.nullOutputStream(), new OneLine()));
  }

  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord line) {
      return line.getMessage() + "\n";
    }
  }
}
