package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.report.OrdersText;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run orders}: prints the status of all removal orders. */
@Command(
    name = "orders",
    description =
        "Lists open erasure requests and purge orders with age, due date and reason of delay,"
            + " and the orders fulfilled lately. Prints no identifiers of people. Exit code 1"
            + " when an order is overdue, or anything is blocked until a person decides."
            + " Works while ./run serve runs.",
    mixinStandardHelpOptions = true)
public final class OrdersCommand implements Callable<Integer> {
  private static final int NEEDS_OPERATOR = 1;

  @Mixin private TargetOption where = new TargetOption();

  @Override
  public Integer call() {
    JsonObject overview =
        where.ask(
            EvidenceClient::orders, here -> OrdersJson.of(here.services().orders().overview()));
    int printed = where.answer().print(overview, () -> OrdersText.of(overview));
    return overview.get("overdue").getAsLong() == 0 && !OrdersText.isAnyBlocked(overview)
        ? printed
        : NEEDS_OPERATOR;
  }
}
