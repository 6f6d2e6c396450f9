package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.report.OrdersText;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./run erase}: counts a person's data and, with {@code --confirm}, erases it. */
@Command(
    name = "erase",
    description =
        "Counts the records that erasing a person would remove, by location, lists other"
            + " people's documents beneath them and how each is treated, and shows the erasure"
            + " request. With --confirm, erases the person at once, which cannot be undone."
            + " Exit code 1 when the uid is unknown or a confirmed erasure is blocked.",
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "The person to erase.")
  private SubjectId subject = new SubjectId("nobody");

  @Mixin private RemovalOptions removing = new RemovalOptions();

  @Override
  public Integer call() {
    return removing.on(it -> it.erasurePreview().isKnown(subject), "about this uid", this::erase);
  }

  private int erase(EmbeddedData opened) {
    Map<String, Long> counts = opened.services().erasurePreview().counts(subject);
    List<OthersDocuments> others = opened.services().erasurePreview().others(subject);
    if (removing.confirm()) {
      opened.services().erasures().begin(subject, "command-line");
      opened.runRemovals();
    }
    Optional<RemovalOrder> order = opened.services().erasures().status(subject);
    Optional<JsonObject> status = order.map(opened::statusOf);
    String erasure = status.map(it -> it.get("state").getAsString()).orElse("not requested");
    int printed =
        removing
            .answer()
            .print(new Answer(counts, others, erasure, status), () -> text(counts, others, status));
    return removing.confirm() && order.flatMap(RemovalOrder::blocked).isPresent() ? 1 : printed;
  }

  private static String text(
      Map<String, Long> counts, List<OthersDocuments> others, Optional<JsonObject> order) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (location, count) ->
            text.append(String.format(Locale.ROOT, "%-16s %8d%n", location, count)));
    others.forEach(each -> text.append("of other people, beneath: " + each + '\n'));
    return text + "erasure: " + order.map(OrdersText::order).orElse("not requested");
  }

  record Answer(
      Map<String, Long> counts,
      List<OthersDocuments> others,
      String erasure,
      Optional<JsonObject> order) {}
}
