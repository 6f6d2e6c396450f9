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

/** {@code ./run erase}: how much of a person there is, and, if confirmed, their erasure. */
@Command(
    name = "erase",
    description =
        "Counts what erasing a person would remove, by location, and what of other people lies"
            + " beneath and what becomes of it, and shows the order about them. With --confirm,"
            + " erases them at once: that cannot be undone. Exit code 1 when nobody has the uid, or"
            + " a confirmed erasure is blocked.",
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "UID", description = "Whose data.")
  private SubjectId subject = new SubjectId("nobody");

  @Mixin private RemovalOptions removing = new RemovalOptions();

  @Override
  public Integer call() {
    return removing.on(it -> it.erasurePreview().isKnown(subject), "of this uid", this::erase);
  }

  private int erase(EmbeddedData opened) {
    Map<String, Long> counts = opened.services().erasurePreview().counts(subject);
    List<OthersDocuments> others = opened.services().erasurePreview().others(subject);
    if (removing.confirm()) {
      opened.services().erasures().begin(subject, "command-line");
      opened.carryOut();
    }
    Optional<RemovalOrder> order = opened.services().erasures().status(subject);
    Optional<JsonObject> stands = order.map(opened::stands);
    String erasure = stands.map(it -> it.get("state").getAsString()).orElse("not asked for");
    int printed =
        removing
            .answer()
            .print(new Answer(counts, others, erasure, stands), () -> text(counts, others, stands));
    return removing.confirm() && order.flatMap(RemovalOrder::blocked).isPresent() ? 1 : printed;
  }

  private static String text(
      Map<String, Long> counts, List<OthersDocuments> others, Optional<JsonObject> order) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (location, count) ->
            text.append(String.format(Locale.ROOT, "%-16s %8d%n", location, count)));
    others.forEach(each -> text.append("not theirs, beneath: " + each + '\n'));
    return text + "erasure: " + order.map(OrdersText::order).orElse("not asked for");
  }

  record Answer(
      Map<String, Long> counts,
      List<OthersDocuments> others,
      String erasure,
      Optional<JsonObject> order) {}
}
