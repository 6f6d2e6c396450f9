package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.http.OrdersJson;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run orders}: how the orders to erase and purge stand. */
@Command(
    name = "orders",
    description =
        "Tells which orders are open, since when, until when and what holds them up, and which were"
            + " fulfilled lately. Names nobody. Exit code 1 when a promised date is past, or"
            + " anything is halted until a person decides. Works while ./run serve runs.",
    mixinStandardHelpOptions = true)
final class OrdersCommand implements Callable<Integer> {
  private static final int NEEDS_A_PERSON = 1;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private ProjectOption project = new ProjectOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    JsonObject overview = overview();
    new Console(spec).print(json ? Console.text(overview) : OrdersText.of(overview));
    return overview.get("overdue").getAsLong() == 0 && !OrdersText.isAnyHalted(overview)
        ? 0
        : NEEDS_A_PERSON;
  }

  private JsonObject overview() {
    if (project.isGiven()) {
      return project.evidence(data.path()).orders();
    }
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      return OrdersJson.of(opened.wiring().orders().overview());
    }
  }
}
