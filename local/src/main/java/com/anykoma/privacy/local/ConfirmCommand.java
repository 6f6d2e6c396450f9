package com.anykoma.privacy.local;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.erasure.ConfirmService;
import com.anykoma.privacy.platform.Task;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run confirm}: a person decides about deletions that were halted. */
@Command(
    name = "confirm",
    description =
        "Says that halted deletions are meant, or with --deny that they are not. In production,"
            + " publish to the topic confirm instead.",
    mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WHAT",
      description =
          "erasures, purges, the cause of halted orders, the id of one order, expiry, or the"
              + " location whose records are to expire.")
  private String what = "";

  @Option(names = "--deny", description = "It is not meant: nothing of it is removed.")
  private boolean deny;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String decision = deny ? "deny" : "confirm";
    Console console = new Console(spec);
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      opened
          .wiring()
          .confirmations()
          .handle(
              new Task(
                  ConfirmService.CONFIRM,
                  ConfirmService.CONFIRM + "-command-line",
                  Map.of("decision", decision, "what", what)));
      console.print(what + ": " + decision);
      return 0;
    } catch (EmbeddedData.Missing | PermanentFailure e) {
      return console.refuse(e);
    }
  }
}
