package com.anykoma.privacy.local;

import com.anykoma.privacy.settings.SettingsException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
      StripCommand.class,
      CostCommand.class,
      AttestCommand.class,
      OrdersCommand.class,
      CertificateCommand.class,
      AuditCommand.class,
      InfraCommand.class,
      EmulatorsCommand.class
    })
public final class Main implements Callable<Integer> {
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
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          Console.fail(
              command, failure.getMessage() == null ? failure.toString() : failure.getMessage());
          return failure instanceof SettingsException ? 2 : 1;
        });
    commands.setParameterExceptionHandler(
        (refused, parsed) -> {
          CommandLine command = refused.getCommandLine();
          Console.fail(command, String.valueOf(refused.getMessage()));
          if (!UnmatchedArgumentException.printSuggestions(refused, command.getErr())) {
            command.usage(command.getErr());
          }
          return command.getCommandSpec().exitCodeOnInvalidInput();
        });
    return commands;
  }
}
