package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.report.OrdersText;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.PurgePreview.PreviewedDocument;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./run purge}: lists what a purge of an item removes and, confirmed, purges it. */
@Command(
    name = "purge",
    description =
        "Lists the records that purging an item would delete and the records that stay, and"
            + " shows its purge order. With --confirm, purges the item, if its owner has deleted"
            + " it and it can no longer be restored. Exit code 1 when the item is unknown or"
            + " nothing is purged.",
    mixinStandardHelpOptions = true)
public final class PurgeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "The item's document: users/UID/images/ID.")
  private DocumentPath item = new DocumentPath("users/nobody");

  @Mixin private RemovalOptions removing = new RemovalOptions();

  @Override
  public Integer call() {
    return removing.on(it -> it.purgePreview().isKnown(item), "at this path", this::purge);
  }

  private int purge(EmbeddedData opened) {
    List<PreviewedDocument> previewed = opened.services().purgePreview().preview(item);
    List<RemovalOrder> orders = opened.services().purgePreview().ordersOf(item);
    Optional<RemovalOrder> done = removing.confirm() ? execute(opened, orders) : Optional.empty();
    Optional<JsonObject> status = done.or(() -> orders.stream().findFirst()).map(opened::statusOf);
    int printed =
        removing.answer().print(new Answer(previewed, status), () -> text(previewed, status));
    return removing.confirm() && done.isEmpty()
        ? removing
            .answer()
            .console()
            .refuse("nothing was purged: the item has no purge order" + " that is due")
        : printed;
  }

  /** Executes the orders until one is fulfilled, and returns it. Restored items are not purged. */
  private static Optional<RemovalOrder> execute(EmbeddedData opened, List<RemovalOrder> orders) {
    for (RemovalOrder each : orders) {
      opened.services().retention().purge(each.id());
      opened.runRemovals();
      Optional<RemovalOrder> after =
          opened.cloud().documents().get(each.path()).map(RemovalOrder::of);
      if (after.filter(it -> it.state() == OrderState.FULFILLED).isPresent()) {
        return after;
      }
    }
    return Optional.empty();
  }

  private static String text(List<PreviewedDocument> previewed, Optional<JsonObject> order) {
    StringBuilder text = new StringBuilder();
    for (PreviewedDocument each : previewed) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-7s %-8s %-15s %s%n",
              each.isDeleted() ? "deleted" : "stays",
              each.why(),
              each.location(),
              TerminalText.of(each.name())));
    }
    long deleted = previewed.stream().filter(PreviewedDocument::isDeleted).count();
    return text
        + (deleted + " would be deleted\npurge: ")
        + order.map(OrdersText::order).orElse("not ordered");
  }

  record Answer(List<PreviewedDocument> items, Optional<JsonObject> order) {}
}
