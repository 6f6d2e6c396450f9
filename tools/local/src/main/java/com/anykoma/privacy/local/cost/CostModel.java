package com.anykoma.privacy.local.cost;

import com.anykoma.privacy.yaml.Setting;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What operations cost: {@code cost.yaml}, list prices and what was measured for each event.
 *
 * @param prices by what is billed
 * @param billedAs what has no price of its own, by what is billed for one
 * @param measured how often what is counted for one event, all that follows from it included
 */
record CostModel(
    Map<String, Price> prices,
    Map<String, Map<String, BigDecimal>> billedAs,
    Map<String, Map<String, BigDecimal>> measured) {
  /** Far more digits than any price has. */
  private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL64;

  /** A list price: so many dollars for so many. */
  record Price(BigDecimal dollars, BigDecimal per, String service, LocalDate checked) {
    BigDecimal of(BigDecimal many) {
      return many.multiply(dollars).divide(per, EXACT_ENOUGH);
    }
  }

  static CostModel shipped() {
    return read(Setting.resource("cost.yaml"));
  }

  static CostModel read(Setting root) {
    root.allowing("prices", "billedAs", "measured");
    Map<String, Price> prices = new LinkedHashMap<>();
    root.get("prices").members().forEach((what, each) -> prices.put(what, price(each)));
    Map<String, Map<String, BigDecimal>> billedAs = many(root.get("billedAs"));
    CostModel model = new CostModel(prices, billedAs, many(root.get("measured")));
    root.get("measured").members().values().forEach(model::checkKnown);
    root.get("billedAs").members().values().forEach(model::checkKnown);
    return model;
  }

  private static Price price(Setting setting) {
    setting.allowing("dollars", "per", "service", "source", "checked");
    setting.get("source").string();
    BigDecimal per = setting.get("per").decimal();
    if (per.signum() == 0) {
      throw setting.get("per").error("a price is for one at least");
    }
    return new Price(
        setting.get("dollars").decimal(),
        per,
        setting.get("service").string(),
        setting.get("checked").date());
  }

  private static Map<String, Map<String, BigDecimal>> many(Setting setting) {
    Map<String, Map<String, BigDecimal>> many = new LinkedHashMap<>();
    setting
        .members()
        .forEach(
            (name, each) -> {
              Map<String, BigDecimal> counts = new LinkedHashMap<>();
              each.members().forEach((what, count) -> counts.put(what, count.decimal()));
              many.put(name, counts);
            });
    return many;
  }

  private void checkKnown(Setting counts) {
    counts
        .members()
        .forEach(
            (what, each) -> {
              if (!prices.containsKey(what) && !billedAs.containsKey(what)) {
                throw each.error("this has neither a price nor is it billed as anything");
              }
            });
  }

  /** The day on which the price was looked up that has been so for longest. */
  LocalDate oldestPrice() {
    return prices.values().stream().map(Price::checked).min(LocalDate::compareTo).orElseThrow();
  }

  /** What an event is billed, in dollars by service. */
  Map<String, BigDecimal> dollarsByService(String event) {
    Map<String, BigDecimal> dollars = new TreeMap<>();
    Objects.requireNonNull(measured.get(event), event)
        .forEach((what, many) -> bill(what, many, dollars));
    return dollars;
  }

  /** Adds what so many are billed, in dollars by service. */
  void bill(String what, BigDecimal many, Map<String, BigDecimal> dollars) {
    Optional<Price> price = Optional.ofNullable(prices.get(what));
    price.ifPresent(it -> dollars.merge(it.service(), it.of(many), BigDecimal::add));
    Optional.ofNullable(billedAs.get(what))
        .orElse(Map.of())
        .forEach((billed, each) -> bill(billed, each.multiply(many), dollars));
  }
}
