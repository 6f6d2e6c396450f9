package com.anykoma.privacy.local.cost;

import com.anykoma.privacy.local.cost.Activity.Happening;
import com.anykoma.privacy.local.cost.Activity.Holding;
import com.anykoma.privacy.local.cost.Activity.Scale;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a month costs, for programs and for people. */
record CostReport(CostModel model, Activity activity) {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final List<String> COUNTED =
      List.of(
          "firestoreReads",
          "firestoreWrites",
          "firestoreDeletes",
          "storageClassA",
          "storageClassB",
          "kmsCalls",
          "requests",
          "messages",
          "stripeCalls");

  /** A line of the month: so many of something, and what they are billed by service. */
  private record Line(String what, BigDecimal many, Scale scale, Map<String, BigDecimal> bill) {
    BigDecimal dollars() {
      return sum(bill);
    }
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Happening each : activity.happenings()) {
      Map<String, BigDecimal> bill = model.dollarsByService(each.event());
      bill.replaceAll((service, dollars) -> dollars.multiply(each.aMonth()));
      lines.add(new Line(each.what(), each.aMonth(), each.of().scale(), bill));
    }
    for (Holding each : activity.holdings()) {
      Map<String, BigDecimal> bill = new TreeMap<>();
      model.bill(each.in(), each.aMonth(), bill);
      lines.add(new Line(each.what(), each.aMonth(), each.of().scale(), bill));
    }
    lines.sort(Comparator.comparing(Line::dollars).reversed());
    return lines;
  }

  private static BigDecimal sum(Map<?, BigDecimal> dollars) {
    return dollars.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<String, BigDecimal> byService(List<Line> lines) {
    Map<String, BigDecimal> dollars = new TreeMap<>();
    lines.forEach(
        line -> line.bill().forEach((what, each) -> dollars.merge(what, each, BigDecimal::add)));
    return dollars;
  }

  private static Map<Scale, BigDecimal> byScale(List<Line> lines) {
    Map<Scale, BigDecimal> dollars = new EnumMap<>(Scale.class);
    lines.forEach(line -> dollars.merge(line.scale(), line.dollars(), BigDecimal::add));
    return dollars;
  }

  String text() {
    List<Line> lines = lines();
    Map<String, BigDecimal> services = byService(lines);
    BigDecimal total = sum(services);
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "A month of %,d accounts costs $%,.2f, $%.3f an account. List prices looked up on %s.%n",
            activity.accounts().longValue(),
            total,
            total.divide(activity.accounts(), 3, RoundingMode.HALF_UP),
            model.oldestPrice()));
    out.append(heading("BY SERVICE", "", "$ A MONTH"));
    services.entrySet().stream()
        .sorted(Map.Entry.<String, BigDecimal>comparingByValue().reversed())
        .forEach(it -> out.append(line(it.getKey(), share(it.getValue(), total), it.getValue())));
    out.append(heading("GROWS WITH", "", "$ A MONTH"));
    byScale(lines)
        .forEach(
            (scale, dollars) ->
                out.append(
                    line(scale.name().toLowerCase(Locale.ROOT), share(dollars, total), dollars)));
    out.append(heading("FOR WHAT", "MANY A MONTH", "$ A MONTH"));
    lines.forEach(
        it ->
            out.append(
                line(
                    it.what(),
                    String.format(Locale.ROOT, "%,d", it.many().longValue()),
                    it.dollars())));
    return out.append(events()).toString().stripTrailing();
  }

  private static String share(BigDecimal part, BigDecimal total) {
    return total.signum() == 0
        ? ""
        : part.multiply(HUNDRED).divide(total, 1, RoundingMode.HALF_UP) + " %";
  }

  private static String heading(String what, String many, String dollars) {
    return String.format(Locale.ROOT, "%n%-48s %22s %12s%n", what, many, dollars);
  }

  private static String line(String what, String many, BigDecimal dollars) {
    return String.format(Locale.ROOT, "%-48s %22s %,12.2f%n", what, many, dollars);
  }

  private String events() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%n%-30s %6s %6s %6s %6s %6s %5s %5s %5s %6s %10s%n",
            "ONE EVENT (measured)",
            "reads",
            "writes",
            "delet.",
            "A ops",
            "B ops",
            "KMS",
            "HTTP",
            "msgs",
            "Stripe",
            "$ per 1000"));
    model
        .measured()
        .forEach(
            (event, counts) -> {
              out.append(String.format(Locale.ROOT, "%-30s", event));
              for (String each : COUNTED) {
                int width = List.of("kmsCalls", "requests", "messages").contains(each) ? 5 : 6;
                out.append(" ")
                    .append(
                        String.format(
                            Locale.ROOT,
                            "%" + width + "s",
                            counts.containsKey(each)
                                ? Objects.requireNonNull(counts.get(each)).toPlainString()
                                : "-"));
              }
              out.append(
                  String.format(
                      Locale.ROOT,
                      " %10.4f%n",
                      sum(model.dollarsByService(event)).multiply(THOUSAND)));
            });
    return out.toString();
  }

  JsonObject json() {
    List<Line> lines = lines();
    JsonObject json = new JsonObject();
    json.addProperty("accounts", activity.accounts());
    json.addProperty("pricesLookedUp", model.oldestPrice().toString());
    json.addProperty("dollarsAMonth", cents(sum(byService(lines))));
    JsonObject services = new JsonObject();
    byService(lines).forEach((service, dollars) -> services.addProperty(service, cents(dollars)));
    json.add("services", services);
    JsonObject scales = new JsonObject();
    byScale(lines)
        .forEach(
            (scale, dollars) ->
                scales.addProperty(scale.name().toLowerCase(Locale.ROOT), cents(dollars)));
    json.add("growsWith", scales);
    JsonArray all = new JsonArray();
    for (Line each : lines) {
      JsonObject line = new JsonObject();
      line.addProperty("what", each.what());
      line.addProperty("aMonth", each.many());
      line.addProperty("dollarsAMonth", cents(each.dollars()));
      all.add(line);
    }
    json.add("lines", all);
    return json;
  }

  private static BigDecimal cents(BigDecimal dollars) {
    return dollars.setScale(2, RoundingMode.HALF_UP);
  }
}
