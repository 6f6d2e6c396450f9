package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses {@code statistics.yaml} and checks it against the data map; every error has its line. */
record StatisticsReader(DataMap dataMap) {
  private static final int DAYS_OF_A_MONTH = 31;
  private static final int MAX_VALUES = 50;

  /** With more, the noise hides one person's part badly. */
  private static final Epsilon MAX_EPSILON = new Epsilon(Epsilon.ONE);

  private static final Epsilon MAX_MONTHLY = MAX_EPSILON.times(10);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  StatisticsSettings read(Setting root) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> root.allowKeys("epsilonPerMonth", "metrics"));
    Optional<Epsilon> monthly =
        mistakes.read(() -> epsilon(root.get("epsilonPerMonth"), MAX_MONTHLY));
    Optional<List<Metric>> metrics =
        mistakes.read(() -> List.copyOf(root.get("metrics").readEachMember(this::metric).values()));
    mistakes.throwIfAny();
    StatisticsSettings settings =
        new StatisticsSettings(monthly.orElseThrow(), metrics.orElseThrow());
    requireEnough(root.get("epsilonPerMonth"), settings);
    return settings;
  }

  private static void requireEnough(Setting setting, StatisticsSettings settings) {
    Epsilon longest =
        settings.metrics().stream()
            .map(Metric::epsilon)
            .reduce(Epsilon.ZERO, Epsilon::plus)
            .times(DAYS_OF_A_MONTH);
    if (longest.compareTo(settings.monthly()) > 0) {
      throw setting.error(
          "the metrics spend %s in a month of 31 days; lower their epsilon, or raise this budget"
              .formatted(longest));
    }
  }

  private Metric metric(String name, Setting setting) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> requireName(name, setting));
    mistakes.check(
        () ->
            setting.allowKeys(
                "purpose",
                "location",
                "sum",
                "perRecord",
                "perSubject",
                "by",
                "values",
                "epsilon",
                "threshold"));
    Optional<StatisticsPurpose> purpose =
        mistakes.read(() -> setting.get("purpose").oneOf(StatisticsPurpose.class));
    Optional<Location> location = mistakes.read(() -> location(setting.get("location")));
    Optional<String> sum = field(setting, "sum", location, mistakes);
    Optional<Long> perRecord = mistakes.read(() -> perRecord(setting, setting.find("sum")));
    Optional<Long> perSubject = mistakes.read(() -> setting.get("perSubject").number());
    Optional<String> by = field(setting, "by", location, mistakes);
    Optional<List<String>> values = mistakes.read(() -> values(setting, setting.find("by")));
    Optional<Epsilon> epsilon = mistakes.read(() -> epsilon(setting.get("epsilon"), MAX_EPSILON));
    Optional<Long> threshold = mistakes.read(() -> setting.get("threshold").number());
    mistakes.throwIfAny();
    return setting.checked(
        () ->
            new Metric(
                name,
                purpose.orElseThrow(),
                location.orElseThrow(),
                sum,
                perRecord.orElseThrow(),
                perSubject.orElseThrow(),
                by,
                values.orElseThrow(),
                epsilon.orElseThrow(),
                threshold.orElseThrow()));
  }

  private static void requireName(String name, Setting setting) {
    if (!NAME.matcher(name).matches()) {
      throw setting.error(
          "a metric's name is a small letter and then at most 39 small letters, digits and '-'");
    }
  }

  /** A location with one person per record, whose records have a time. */
  private Location location(Setting setting) {
    Location location =
        dataMap
            .location(setting.string())
            .orElseThrow(() -> setting.error("datamap.yaml has no location of this name"));
    if (location.role() != LocationRole.USAGE
        || !(location.place() instanceof Place.Documents)
        || !(location.subject() instanceof SubjectLocator.InPath
            || location.subject() instanceof SubjectLocator.InField)) {
      throw setting.error(
          "a metric reads documents of role usage whose path or one field names the person;"
              + " choose such a location");
    }
    DataField age =
        location
            .ageField()
            .flatMap(location::field)
            .orElseThrow(
                () -> setting.error("the location has no 'aged' field, which tells the day"));
    requirePermitted(setting, age);
    return location;
  }

  /** An optional field, which must be one that the location permits for improvement. */
  private static Optional<String> field(
      Setting metric, String key, Optional<Location> location, SettingsMistakes mistakes) {
    return metric
        .find(key)
        .flatMap(
            setting ->
                mistakes.read(
                    () -> {
                      String name = setting.string();
                      location.ifPresent(it -> requirePermitted(setting, it, name));
                      return name;
                    }));
  }

  private static void requirePermitted(Setting setting, Location location, String name) {
    requirePermitted(
        setting,
        location
            .field(name)
            .orElseThrow(() -> setting.error("the location has no field '" + name + "'")));
  }

  private static void requirePermitted(Setting setting, DataField field) {
    if (!field.purposes().contains(Purpose.IMPROVEMENT)) {
      throw setting.error(
          "datamap.yaml does not list the purpose improvement for '" + field.name() + "'");
    }
    if (field.sealed() != DataField.Sealing.NEVER
        || field.category().key().startsWith("user.content")) {
      throw setting.error("'" + field.name() + "' is content; no statistic may read it");
    }
  }

  private static long perRecord(Setting metric, Optional<Setting> sum) {
    Optional<Setting> given = metric.find("perRecord");
    if (sum.isEmpty() && given.isPresent()) {
      throw given.get().error("a count adds 1 per record; remove this, or add 'sum'");
    }
    return sum.isEmpty() ? 1 : metric.get("perRecord").number();
  }

  /** The closed list of values, without which a field with free text could name a person. */
  private static List<String> values(Setting metric, Optional<Setting> by) {
    Optional<Setting> given = metric.find("values");
    if (by.isEmpty() && given.isPresent()) {
      throw given.get().error("only the values of a field can be listed; add 'by', or remove this");
    }
    return by.isEmpty() ? List.of(Metric.ALL) : values(metric.get("values"));
  }

  private static List<String> values(Setting setting) {
    List<String> values = setting.strings();
    if (values.isEmpty()
        || values.size() > MAX_VALUES
        || values.stream().distinct().count() < values.size()) {
      throw setting.error("list 1 to " + MAX_VALUES + " different values");
    }
    if (!values.stream().allMatch(each -> VALUE.matcher(each).matches())) {
      throw setting.error("a value is 1 to 40 letters, digits, '.', '_' and '-', without spaces");
    }
    return values;
  }

  private static Epsilon epsilon(Setting setting, Epsilon most) {
    Epsilon epsilon = setting.checked(() -> Epsilon.of(setting.decimal()));
    if (epsilon.equals(Epsilon.ZERO) || epsilon.compareTo(most) > 0) {
      throw setting.error("an epsilon here is above 0 and at most " + most);
    }
    return epsilon;
  }
}
