package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.report.OrdersText;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run orders}: how the orders to erase and purge stand. */
@Command(
    name = "orders",
    description =
        "Tells which orders are open, since when, until when and what holds them up, and which were"
            + " fulfilled lately. Names nobody. Exit code 1 when a promised date is past, or"
            + " anything is blocked until a person decides. Works while ./run serve runs.",
    mixinStandardHelpOptions = true)
public final class OrdersCommand implements Callable<Integer> {
  private static final int NEEDS_A_PERSON = 1;

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    JsonObject overview =
        where.ask(
            EvidenceClient::orders, here -> OrdersJson.of(here.services().orders().overview()));
    int printed = where.answer().print(overview, () -> OrdersText.of(overview));
    return overview.get("overdue").getAsLong() == 0 && !OrdersText.isAnyBlocked(overview)
        ? printed
        : NEEDS_A_PERSON;
  }
}
