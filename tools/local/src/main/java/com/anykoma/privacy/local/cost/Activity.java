package com.anykoma.privacy.local.cost;

import com.anykoma.privacy.yaml.Setting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a month of a service is assumed to be: {@code activity.yaml}. */
record Activity(Map<String, Group> groups, List<Happening> happenings, List<Holding> holdings) {
  /** What a cost grows with. */
  enum Scale {
    /** With accounts, whether anybody uses them or not. */
    ACCOUNTS,
    /** With what people do. */
    USE,
    /** With nothing: it is there from the first day. */
    NOTHING
  }

  /** So many of a kind. */
  record Group(BigDecimal many, Scale scale) {}

  /** That an event happens to each of a group, so many times a month. */
  record Happening(String what, String event, Group of, BigDecimal times) {
    BigDecimal aMonth() {
      return of.many().multiply(times);
    }
  }

  /** That so much of something billed is kept or sent in a month for each of a group. */
  record Holding(String what, String in, Group of, BigDecimal each) {
    BigDecimal aMonth() {
      return of.many().multiply(each);
    }
  }

  /**
   * @param model whose events and prices it is about
   */
  static Activity read(Setting root, CostModel model) {
    root.allowing("groups", "happens", "held");
    Map<String, Group> groups = new LinkedHashMap<>();
    root.get("groups").members().forEach((name, each) -> groups.put(name, group(each)));
    if (known(root.get("groups"), groups, "accounts").many().signum() == 0) {
      throw root.get("groups").get("accounts").error("one account at least is expected here");
    }
    List<Happening> happenings = new ArrayList<>();
    for (Setting each : root.get("happens").list()) {
      each.allowing("what", "event", "of", "times");
      happenings.add(
          new Happening(
              each.get("what").string(),
              key(each.get("event"), model.measured(), "an event of cost.yaml"),
              groupOf(each, groups),
              each.get("times").decimal()));
    }
    List<Holding> holdings = new ArrayList<>();
    for (Setting each : root.get("held").list()) {
      each.allowing("what", "each", "in", "of", "why").get("why").string();
      holdings.add(
          new Holding(
              each.get("what").string(),
              key(each.get("in"), model.prices(), "something that cost.yaml has a price for"),
              groupOf(each, groups),
              each.get("each").decimal()));
    }
    return new Activity(groups, happenings, holdings);
  }

  private static Group group(Setting setting) {
    setting.allowing("many", "scale", "why").get("why").string();
    return new Group(setting.get("many").decimal(), setting.get("scale").oneOf(Scale.class));
  }

  private static Group groupOf(Setting setting, Map<String, Group> groups) {
    Setting of = setting.get("of");
    return known(of, groups, of.string());
  }

  private static <T> T known(Setting setting, Map<String, T> known, String name) {
    T found = known.get(name);
    if (found == null) {
      throw setting.error("there is no '" + name + "'");
    }
    return found;
  }

  private static String key(Setting setting, Map<String, ?> known, String expected) {
    if (!known.containsKey(setting.string())) {
      throw setting.error(expected + " is expected here, not '" + setting.string() + "'");
    }
    return setting.string();
  }

  /** How many accounts there are, which is one at least. */
  BigDecimal accounts() {
    return Objects.requireNonNull(groups.get("accounts")).many();
  }
}
