package com.anykoma.privacy.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line, {@code ./run}. Exit codes: 0 fine, 1 something does not hold, 2 usage. */
@Command(
    name = "./run",
    description = "Runs AnyKoma Privacy on this machine: no cloud, no account, no Docker.",
    mixinStandardHelpOptions = true,
    version = "AnyKoma Privacy 0.1.0",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ReplayCommand.class,
      GateCommand.class,
      PurgeCommand.class,
      EraseCommand.class,
      ConfirmCommand.class,
      HoldCommand.class,
      RotateKeyCommand.class,
      ReplayTombstonesCommand.class,
      ResidencyCommand.class,
      CostCommand.class,
      AttestCommand.class,
      OrdersCommand.class,
      CertificateCommand.class,
      AuditCommand.class,
      InfraCommand.class,
      EmulatorsCommand.class
    })
public final class Main implements Callable<Integer> {
  /** One id of 64 begins with a dash, and is no option. */
  private static final List<List<String>> TAKING_IDS =
      List.of(
          List.of("confirm"),
          List.of("hold", "release"),
          List.of("certificate", "get"),
          List.of("audit", "prove"));

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    Logs.show(Level.WARNING);
    System.exit(commandLine().execute(args));
  }

  /** Without a subcommand: the demo. */
  @Override
  public Integer call() {
    return spec.commandLine().execute("demo");
  }

  /** The command line, for tests to give it other streams. */
  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Main());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setPosixClusteredShortOptionsAllowed(false);
    for (List<String> each : TAKING_IDS) {
      CommandLine command = commands;
      for (String name : each) {
        command = command.getSubcommands().get(name);
      }
      command.setUnmatchedOptionsArePositionalParams(true);
    }
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          PrintWriter stderr = command.getErr();
          String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
          stderr.println(command.getColorScheme().errorText(message));
          stderr.flush();
          return 1;
        });
    return commands;
  }
}
