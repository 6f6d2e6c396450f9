package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P29", "P30"})
final class StatisticsCommandTest {
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void publishOneStatistic() {
    LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC()).close();
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, Clock.systemUTC())) {
      cloud
          .documents()
          .create(
              new DocumentPath("aggregates/2026-11-03-feature-use"),
              Fields.of(
                  Map.of(
                      "metric",
                      "feature-use",
                      "purpose",
                      "develop_new_features",
                      "day",
                      "2026-11-03",
                      "perSubject",
                      20L,
                      "epsilonMillionths",
                      50_000L,
                      "delta",
                      0L,
                      "cells",
                      List.of(Map.of("value", "image", "plan", "free", "noisy", 1_912L)),
                      "publishedAt",
                      Instant.parse("2026-11-04T06:00:00Z"))));
      cloud
          .documents()
          .create(
              new DocumentPath("budgets/2026-11"), Fields.empty().with("spentMillionths", 50_000L));
    }
  }

  private Ran statistics(String... more) {
    return Ran.of(("statistics --data " + directory + " " + String.join(" ", more)).split(" "));
  }

  @Test
  void printsEachStatisticWithItsPrivacyLossAndTheBudgetLeft() {
    JsonObject json = statistics("--month=2026-11", "--json").json();

    assertThat(json.toString())
        .isEqualTo(
            "{\"month\":\"2026-11\",\"epsilonPerMonth\":3.100000,\"epsilonSpent\":0.050000,"
                + "\"epsilonLeft\":3.050000,\"delta\":0,\"statistics\":[{\"metric\":\"feature-use\","
                + "\"purpose\":\"develop_new_features\",\"day\":\"2026-11-03\",\"epsilon\":0.050000,"
                + "\"delta\":0,\"perSubject\":20,"
                + "\"values\":[{\"value\":\"image\",\"plan\":\"free\",\"noisy\":1912}]}]}");
  }

  @Test
  void printsText() {
    Ran ran = statistics("--month=2026-11");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            "2026-11-03 feature-use: epsilon 0.05, delta 0, for develop_new_features",
            "  image                                     free                 1912",
            "2026-11: epsilon 0.05 of 3.1 is spent, 3.05 is left; delta 0");
  }

  @Test
  void monthWithoutStatisticsHasItsWholeBudget() {
    Ran ran = statistics("--month=2026-10");

    assertThat(ran.out().strip())
        .isEqualTo("2026-10: epsilon 0 of 3.1 is spent, 3.1 is left; delta 0");
  }

  @Test
  void refusesAnInvalidMonthWithOneSentence() {
    Ran ran = statistics("--month=November");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err())
        .contains("expected a month such as 2027-01")
        .doesNotContain("java", "Exception");
  }
}
