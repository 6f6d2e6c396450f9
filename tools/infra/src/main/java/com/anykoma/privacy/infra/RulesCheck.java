package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Security rules against the data map: each place that clients might reach has a rule that says who
 * may do what, each field is one that the rules name, and no rule is for a place or a field that
 * the map does not name (P2, P17, P18).
 */
public final class RulesCheck {
  /** What we write into the app's documents, and what only the payment provider can tell. */
  private static final String STAMP = "privacy";

  private static final String PAYMENT = "user.payment";

  private final String file;
  private final List<RulesFile.Match> rules;
  private final DataMap map;
  private final Setting locations;
  private final SettingsMistakes mistakes = new SettingsMistakes();

  private RulesCheck(String file, List<RulesFile.Match> rules, DataMap map, Setting locations) {
    this.file = file;
    this.rules = rules;
    this.map = map;
    this.locations = locations;
  }

  /**
   * Checks the rules of the main database.
   *
   * @param locations where the map's file lists its locations
   * @throws SettingsException for all that does not agree
   */
  static void documents(List<RulesFile.Match> rules, DataMap map, Setting locations) {
    RulesCheck check = new RulesCheck("firestore.rules", rules, map, locations);
    check.check(RulesCheck::isMain);
    map.locations().stream().filter(RulesCheck::isMain).forEach(check::fields);
    check.mistakes.throwIfAny();
  }

  /** Checks the rules of the bucket that clients upload to, in the same way. */
  static void uploads(List<RulesFile.Match> rules, DataMap map, Setting locations, String bucket) {
    RulesCheck check = new RulesCheck("storage.rules", rules, map, locations);
    check.check(each -> each.place() instanceof Place.Blobs blobs && blobs.bucket().equals(bucket));
    check.mistakes.throwIfAny();
  }

  private static boolean isMain(Location location) {
    return location.place() instanceof Place.Documents in
        && in.database().equals(Place.Documents.MAIN);
  }

  /** The rule that is for a location's place; empty when none is. */
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
        .forEach(each -> mistakes.add(locations.get(each.name()).error(lacksRule(each))));
    for (RulesFile.Match rule : rules) {
      Optional<Location> of =
          places.stream()
              .filter(each -> shape(pathOf(each)).equals(shape(rule.path())))
              .findFirst();
      if (rule.isRecursive() && !rule.allowed().isEmpty()) {
        add(rule, "lets clients reach every place beneath; name each place that they may");
      } else if (of.isEmpty() && !rule.decided().isEmpty() && !rule.isRecursive()) {
        add(rule, "is for no location of datamap.yaml; add the location or remove the rule");
      } else if (of.filter(each -> each.role() == LocationRole.OWN).isPresent()
          && !rule.allowed().isEmpty()) {
        add(rule, "lets clients reach this product's own records; remove the rule");
      }
    }
  }

  private String lacksRule(Location location) {
    return "no rule of "
        + file
        + " is for "
        + pathOf(location)
        + "; add match /"
        + pathOf(location)
        + " with what its owner may do, or with allow read, write: if false;";
  }

  private void fields(Location location) {
    RulesFile.Match rule = ruleOf(location, rules).orElse(null);
    if (rule == null
        || (!rule.allowed().contains("create") && !rule.allowed().contains("update"))) {
      return;
    }
    if (rule.writable().isEmpty()) {
      add(rule, "says not which fields clients may write; name them with hasOnly");
    }
    List<String> names = location.fields().stream().map(RulesCheck::topOf).toList();
    rule.writable().stream()
        .filter(each -> !names.contains(each))
        .forEach(each -> add(rule, "lets clients write '" + each + "', no field of datamap.yaml"));
    for (DataField each : location.fields()) {
      String name = topOf(each);
      if (isOurs(each) && rule.writable().contains(name)) {
        add(rule, "lets clients write '" + name + "', which only this product writes; remove it");
      } else if (!isOurs(each) && !rule.quoted().contains(name)) {
        mistakes.add(
            locations
                .get(location.name())
                .get("fields")
                .get(each.name())
                .error(
                    "no rule of %s names '%s'; add it to hasOnly in match /%s, or refuse it there"
                        .formatted(file, name, pathOf(location))));
      }
    }
  }

  /** Whether no client may write it, whoever owns the document. */
  public static boolean isOurs(DataField field) {
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
