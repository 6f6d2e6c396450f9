package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cli.AttestCommand;
import com.anykoma.privacy.local.cli.AuditCommand;
import com.anykoma.privacy.local.cli.CertificateCommand;
import com.anykoma.privacy.local.cli.CheckCommand;
import com.anykoma.privacy.local.cli.ConfirmCommand;
import com.anykoma.privacy.local.cli.EmulatorsCommand;
import com.anykoma.privacy.local.cli.EraseCommand;
import com.anykoma.privacy.local.cli.ExportCommand;
import com.anykoma.privacy.local.cli.GateCommand;
import com.anykoma.privacy.local.cli.HoldCommand;
import com.anykoma.privacy.local.cli.InfraCommand;
import com.anykoma.privacy.local.cli.OrdersCommand;
import com.anykoma.privacy.local.cli.PromisesCommand;
import com.anykoma.privacy.local.cli.ProveCommand;
import com.anykoma.privacy.local.cli.PurgeCommand;
import com.anykoma.privacy.local.cli.RecallCommand;
import com.anykoma.privacy.local.cli.ReleaseCommand;
import com.anykoma.privacy.local.cli.ReplayTombstonesCommand;
import com.anykoma.privacy.local.cli.ResidencyCommand;
import com.anykoma.privacy.local.cli.RotateKeyCommand;
import com.anykoma.privacy.local.cli.ScrubCommand;
import com.anykoma.privacy.local.cli.ServeCommand;
import com.anykoma.privacy.local.cli.StatisticsCommand;
import com.anykoma.privacy.local.cli.StripCommand;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.Logs;
import com.anykoma.privacy.local.demo.DemoCommand;
import com.anykoma.privacy.local.replay.ReplayCommand;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.yaml.SettingsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line, {@code ./run}. Exit codes: 0 success, 1 failed or refused, 2 wrong usage. */
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
      ExportCommand.class,
      ReleaseCommand.class,
      RecallCommand.class,
      CheckCommand.class,
      PromisesCommand.class,
      ProveCommand.class,
      ResidencyCommand.class,
      StripCommand.class,
      ScrubCommand.class,
      AttestCommand.class,
      StatisticsCommand.class,
      OrdersCommand.class,
      CertificateCommand.class,
      AuditCommand.class,
      InfraCommand.class,
      EmulatorsCommand.class
    },
    footer = "  bench              Runs benchmarks: ./run bench --help")
public final class Main implements Callable<Integer> {
  private static final String NOT_A_NUMBER = " is not a whole number";

  /**
   * Commands that take random ids: an id may begin with a dash, and must not be read as an option.
   */
  private static final List<List<String>> COMMANDS_WITH_IDS =
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

  /** Runs the demo when no subcommand is given. */
  @Override
  public Integer call() {
    return spec.commandLine().execute("demo");
  }

  /** Creates the command line. Tests replace its output streams. */
  public static CommandLine commandLine() {
    CommandLine commands = of(new Main()).setPosixClusteredShortOptionsAllowed(false);
    for (List<String> each : COMMANDS_WITH_IDS) {
      CommandLine command = commands;
      for (String name : each) {
        command = Objects.requireNonNull(command.getSubcommands().get(name));
      }
      command.setUnmatchedOptionsArePositionalParams(true);
    }
    return commands;
  }

  /**
   * Creates a command line that prints one sentence for wrong usage (exit code 2) or failure (1).
   */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(SubjectId.class, uid -> value(SubjectId::new, uid, "not a uid: "))
        .registerConverter(
            DocumentPath.class, path -> value(DocumentPath::new, path, "not the path of an item: "))
        .registerConverter(
            Instant.class,
            it -> time(Instant::parse, it, "an instant such as 2027-01-31T00:00:00Z"))
        .registerConverter(
            LocalDate.class, it -> time(LocalDate::parse, it, "a day such as 2027-01-31"))
        .registerConverter(
            YearMonth.class, it -> time(YearMonth::parse, it, "a month such as 2027-01"))
        .setParameterExceptionHandler((e, arguments) -> reportUsage(e))
        .setExecutionExceptionHandler(
            (e, failed, parsed) ->
                e instanceof SettingsException invalid
                    ? reportSettings(failed, invalid)
                    : report(failed, Console.sentence(e), exitCode(e)));
  }

  private static <T> T value(Function<String, T> reader, String text, String refusal) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(refusal + e.getMessage());
    }
  }

  private static <T> T time(Function<String, T> reader, String text, String expected) {
    try {
      return reader.apply(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException("expected " + expected);
    }
  }

  private static int reportUsage(ParameterException e) {
    CommandLine used = e.getCommandLine();
    String why =
        String.valueOf(e.getMessage()).replaceFirst(" is not an? (int|long)$", NOT_A_NUMBER);
    int exit =
        report(
            used,
            why + " (see " + used.getCommandSpec().qualifiedName() + " --help)",
            used.getCommandSpec().exitCodeOnInvalidInput());
    boolean unused = UnmatchedArgumentException.printSuggestions(e, used.getErr());
    return exit;
  }

  private static int exitCode(Exception e) {
    return e instanceof EmbeddedData.Unreadable ? CommandLine.ExitCode.USAGE : 1;
  }

  /** One line for each mistake. */
  private static int reportSettings(CommandLine command, SettingsException invalid) {
    invalid.mistakes().forEach(each -> Console.fail(command, each.toString()));
    return report(
        command, "(./run check lists what is left to do in all files)", CommandLine.ExitCode.USAGE);
  }

  private static int report(CommandLine command, String sentence, int exit) {
    Console.fail(command, sentence);
    return exit;
  }
}
