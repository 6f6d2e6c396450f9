package com.anykoma.privacy.usage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the tables of protection and of paid features by subscription status. */
class StatusTablesTest {
  private static final String TABLE =
      """
      word,               protection,             features
      incomplete,         PROTECTED,              no
      incomplete_expired, UNPROTECTED,            no
      trialing,           PROTECTED,              yes
      active,             PROTECTED,              yes
      past_due,           PROTECTED,              yes
      canceled,           UNTIL_PAID_PERIOD_ENDS, no
      unpaid,             PROTECTED,              no
      paused,             PROTECTED,              no
      a_word_of_tomorrow, PROTECTED,              no
      ACTIVE,             PROTECTED,              no
      '',                 PROTECTED,              no
      """;

  @ParameterizedTest
  @CsvSource(textBlock = TABLE, useHeadersInDisplayName = true)
  @Keeps({"P7", "P8", "E4", "E5"})
  void statusesMatchTheDocumentedTables(String word, Protection protection, String features) {
    SubscriptionStatus status = SubscriptionStatus.of(word);

    assertThat(Protection.of(status)).isEqualTo(protection);
    assertThat(Protection.givesFeatures(status)).isEqualTo(features.equals("yes"));
  }

  @Test
  @Keeps("E5")
  void tablesContainEveryStatus() {
    Set<SubscriptionStatus> rows =
        TABLE
            .lines()
            .skip(1)
            .map(row -> row.split(",", 2)[0])
            .map(SubscriptionStatus::of)
            .collect(Collectors.toSet());

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(SubscriptionStatus.values()));
  }
}
