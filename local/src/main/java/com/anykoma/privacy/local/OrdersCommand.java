package com.anykoma.privacy.local;

import com.anykoma.privacy.evidence.OrdersService.Overview;
import com.anykoma.privacy.functions.edge.OrdersJson;
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
            + " fulfilled lately. Names nobody. Exit code 1 when a promised date is past. Works while"
            + " ./run serve runs.",
    mixinStandardHelpOptions = true)
final class OrdersCommand implements Callable<Integer> {
  private static final int OVERDUE = 1;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Mixin private DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (EmbeddedData opened = EmbeddedData.open(data.path())) {
      Overview overview = opened.wiring().orders().overview();
      new Console(spec)
          .print(json ? Console.text(OrdersJson.of(overview)) : OrdersText.of(overview));
      return overview.overdue().isEmpty() ? 0 : OVERDUE;
    } catch (EmbeddedData.Missing e) {
      return new Console(spec).refuse(e);
    }
  }
}
