package com.anykoma.privacy.local;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ConfirmService.Decided;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Set;
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
        "Says that halted deletions are meant, or with --deny that they are not. Exit code 1 when"
            + " nothing waits for it. With --project, publishes to the topic confirm.",
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

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Decision decision = new Decision(!deny, what, 0);
    Console console = new Console(spec);
    if (project.isGiven()) {
      return project.publish(console, json, data.path(), Topic.CONFIRM, decision);
    }
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      Decided decided = opened.wiring().confirmations().decide(decision);
      if (decided.isNothing()) {
        return console.refuse("nothing of this kind, cause, location or id waits");
      }
      Set<String> halted = opened.wiring().orders().overview().halted().keySet();
      console.print(json ? json(decided, halted) : text(decided, halted));
      return 0;
    }
  }

  private String text(Decided decided, Set<String> halted) {
    String first =
        TerminalText.of(what)
            + (deny
                ? ": denied; nothing of " + decided.orders() + " orders is removed"
                : ": confirmed; " + decided.orders() + " halted orders go on with the next sweep");
    return halted.isEmpty()
        ? first
        : first
            + "\nhalted until a person confirms: "
            + String.join(", ", halted)
            + (deny ? ";\nmend what caused it first, then confirm" : "");
  }

  private String json(Decided decided, Set<String> halted) {
    JsonObject json = new JsonObject();
    json.addProperty("what", what);
    json.addProperty("decision", deny ? "deny" : "confirm");
    json.addProperty("orders", decided.orders());
    JsonArray still = new JsonArray();
    halted.forEach(still::add);
    json.add("stillHalted", still);
    return Console.text(json);
  }
}
