package com.anykoma.privacy.improvement.statistics;

import static com.anykoma.privacy.improvement.statistics.StatisticsFixture.USE;
import static com.anykoma.privacy.improvement.statistics.StatisticsFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which statistics the settings permit. */
@Keeps({"P29", "P30"})
final class StatisticsSettingsTest {
  @Test
  void metricHasBoundsAndAnExactEpsilon() {
    Metric metric = settings(USE).metrics().get(0);

    assertThat(metric.name()).isEqualTo("use");
    assertThat(metric.purpose()).isEqualTo(StatisticsPurpose.DEVELOP_NEW_FEATURES);
    assertThat(metric.values()).containsExactly("image", "story");
    assertThat(metric.perRecord()).isEqualTo(1);
    assertThat(metric.epsilon()).isEqualTo(new Epsilon(300_000));
    assertThat(metric.epsilon()).hasToString("0.3");
    assertThat(settings(USE).monthly()).hasToString("10");
  }

  @Test
  void purposesAreThoseOfThePageAndNoOthers() {
    List<String> page =
        Stream.of(StatisticsPurpose.values())
            .map(each -> each.storedName().replace('_', ' '))
            .toList();

    assertThat(page)
        .containsExactly(
            "improve image generation quality",
            "enhance safety features",
            "develop new features",
            "fix bugs and issues")
        .allMatch(
            each -> FixtureProduct.text("page.md").toLowerCase(Locale.ROOT).contains("- " + each));
    assertThatThrownBy(() -> settings(USE.replace("develop-new-features", "advertising")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "statistics.yaml:4: metrics.use.purpose: 'advertising' is not one of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "location: usage   | location: prompts       | a metric reads documents of role usage",
        "location: usage   | location: sealedImages  | a metric reads documents of role usage",
        "location: usage   | location: gone          | datamap.yaml has no location of this name",
        "by: feature       | by: words               | the location has no field 'words'",
        "[image, story]    | [my name is Ann]        | a value is 1 to 40 letters",
        "[image, story]    | []                      | list 1 to 50 different values",
        "[image, story]    | [image, image]          | list 1 to 50 different values",
        "by: feature       | perRecord: 3            | a count adds 1 per record",
        "by: feature       | threshold: 2            | duplicate key",
        "by: feature       | sum: count              | 'perRecord' is missing",
        "by: feature       | unit: day               | unknown key 'unit'",
        "use:              | Use of Ann:             | a metric's name is a small letter",
        "perSubject: 5     | perSubject: 0           | perSubject is perRecord to 1000000",
        "perSubject: 5     | perSubject: 1000001     | perSubject is perRecord to 1000000",
        "epsilon: 0.3      | epsilon: 0              | above 0 and at most 1",
        "epsilon: 0.3      | epsilon: 1.000001       | above 0 and at most 1",
        "epsilon: 0.3      | epsilon: -0.1           | an epsilon is not negative",
        "epsilon: 0.3      | epsilon: 0.0000001      | at most six decimals",
        "epsilon: 0.3      | epsilon: 1e999999999    | at most six decimals",
        "epsilon: 0.3      | epsilon: .inf           | a number like 0.05 is expected here",
        "threshold: 1      | threshold: 0            | a threshold is 1 or more",
        "epsilonPerMonth: 10 | epsilonPerMonth: 9.29 | the metrics spend 9.3 in a month of 31 days",
        "epsilonPerMonth: 10 | epsilonPerMonth: 10.1 | above 0 and at most 10",
      })
  void mistakeIsReportedWithItsRemedy(String line, String instead, String problem) {
    assertThat(USE).contains(line);

    assertThatThrownBy(() -> settings(USE.replace(line, instead)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("statistics.yaml:")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "feature: { category: user.behavior } | feature: { category: user.behavior, purposes: [service] }"
            + " | does not list the purpose improvement for 'feature'",
        "feature: { category: user.behavior } | feature: { category: user.content.private }"
            + " | 'feature' is content",
        "feature: { category: user.behavior } | feature: { category: user.behavior, sealed: paid }"
            + " | 'feature' is content",
        "purposes: [service, improvement] | purposes: [service]"
            + " | does not list the purpose improvement for 'createdAt'",
      })
  void statisticsReadOnlyWhatTheDataMapPermits(String line, String instead, String problem) {
    String map = FixtureProduct.text("datamap.yaml");
    int usage = map.indexOf("\n  usage:");
    String changed =
        map.substring(0, usage) + map.substring(usage).replaceFirst(Pattern.quote(line), instead);
    assertThat(changed).isNotEqualTo(map);

    assertThatThrownBy(
            () -> settings(USE, PrivacyFiles.dataMap(Setting.parse("datamap.yaml", changed))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void productMayPublishNoStatistics() {
    assertThat(settings("epsilonPerMonth: 1\nmetrics: {}").metrics()).isEmpty();
  }
}
