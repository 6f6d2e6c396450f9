package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares security rules with the data map: each location that clients could reach has a rule, the
 * rules name each field, and no rule is for an undeclared location or field (P2, P17, P18).
 */
public final class RulesCheck {
  /** The field that functions add to app documents, and the category of payment data. */
  private static final String STAMP = "privacy";

  private static final String PAYMENT = "user.payment";

  private final String file;
  private final List<RulesFile.Match> rules;
  private final DataMap map;
  private final SettingsMistakes mistakes = new SettingsMistakes();

  private RulesCheck(String file, List<RulesFile.Match> rules, DataMap map) {
    this.file = file;
    this.rules = rules;
    this.map = map;
  }

  /**
   * Checks the rules of the main database.
   *
   * @throws SettingsException with all mistakes
   */
  static void documents(List<RulesFile.Match> rules, DataMap map) {
    RulesCheck check = new RulesCheck("firestore.rules", rules, map);
    check.check(RulesCheck::isMain);
    map.locations().stream().filter(RulesCheck::isMain).forEach(check::fields);
    check.mistakes.throwIfAny();
  }

  /** Checks the rules of the upload bucket, in the same way. */
  static void uploads(List<RulesFile.Match> rules, DataMap map, String bucket) {
    RulesCheck check = new RulesCheck("storage.rules", rules, map);
    check.check(each -> each.place() instanceof Place.Blobs blobs && blobs.bucket().equals(bucket));
    check.mistakes.throwIfAny();
  }

  private static boolean isMain(Location location) {
    return location.place() instanceof Place.Documents in
        && in.database().equals(Place.Documents.MAIN);
  }

  /** The rule of a location; empty when it has none. */
  public static Optional<RulesFile.Match> ruleOf(Location location, List<RulesFile.Match> rules) {
    return rules.stream()
        .filter(each -> !each.isRecursive() && !each.decided().isEmpty())
        .filter(each -> shape(each.path()).equals(shape(pathOf(location))))
        .findFirst();
  }

  private static String pathOf(Location location) {
    return location.place().pattern().orElseThrow().toString();
  }

  private static String shape(String path) {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  private void check(Predicate<Location> reachable) {
    List<Location> places = map.locations().stream().filter(reachable).toList();
    places.stream()
        .filter(each -> each.role() != LocationRole.OWN && ruleOf(each, rules).isEmpty())
        .forEach(each -> mistakes.add(map.definition(each.name()).error(lacksRule(each))));
    for (RulesFile.Match rule : rules) {
      Optional<Location> of =
          places.stream()
              .filter(each -> shape(pathOf(each)).equals(shape(rule.path())))
              .findFirst();
      if (rule.isRecursive() && !rule.allowed().isEmpty()) {
        add(rule, "gives clients access to all paths below; write a rule for each path");
      } else if (of.isEmpty() && !rule.decided().isEmpty() && !rule.isRecursive()) {
        add(rule, "matches no location of datamap.yaml; add the location or remove the rule");
      } else if (of.filter(each -> each.role() == LocationRole.OWN).isPresent()
          && !rule.allowed().isEmpty()) {
        add(rule, "gives clients access to internal records; remove the rule");
      }
    }
  }

  private String lacksRule(Location location) {
    return "%1$s has no rule for %2$s; add match /%2$s with the operations of its owner, or with allow"
            .formatted(file, pathOf(location))
        + " read, write: if false;";
  }

  private void fields(Location location) {
    RulesFile.Match rule = ruleOf(location, rules).orElse(null);
    if (rule == null
        || (!rule.allowed().contains("create") && !rule.allowed().contains("update"))) {
      return;
    }
    if (rule.writable().isEmpty()) {
      add(rule, "does not list the fields that clients may write; list them with hasOnly");
    }
    List<String> names = location.fields().stream().map(RulesCheck::topOf).toList();
    rule.writable().stream()
        .filter(each -> !names.contains(each))
        .forEach(
            each -> add(rule, "lets clients write '" + each + "', which is not in datamap.yaml"));
    for (DataField each : location.fields()) {
      String name = topOf(each);
      if (isFunctionOnly(each) && rule.writable().contains(name)) {
        add(rule, "lets clients write '" + name + "', which only functions may write; remove it");
      } else if (!isFunctionOnly(each) && !rule.quoted().contains(name)) {
        mistakes.add(
            map.definition(location.name())
                .get("fields")
                .get(each.name())
                .error(
                    "%s lacks the field '%s'; add it to hasOnly in match /%s, or refuse it there"
                        .formatted(file, name, pathOf(location))));
      }
    }
  }

  /** Whether only functions may write the field, even in documents that a client owns. */
  public static boolean isFunctionOnly(DataField field) {
    return topOf(field).equals(STAMP) || field.category().key().equals(PAYMENT);
  }

  private static String topOf(DataField field) {
    return field.segments().get(0);
  }

  private void add(RulesFile.Match rule, String problem) {
    mistakes.add(
        new SettingsException(
            List.of(
                new SettingsMistake(file, rule.line(), "match /" + rule.path() + " " + problem))));
  }
}
