package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import org.junit.jupiter.api.Test;

/** Checks the settings of the product in {@code examples/notely}, as {@code ./run check} does. */
final class ExampleSettingsTest {
  private static final InfraFiles PROJECT = InfraFiles.ofProject();
  private static final InfraFiles NOTELY =
      PROJECT.with(PROJECT.root().resolve("examples").resolve("notely"));

  @Test
  void filesAreValidAndConsistent() {
    assertThat(SettingsCheck.mistakes(NOTELY)).isEmpty();
  }

  @Test
  @Keeps({"P20", "P21"})
  void everyRemovalMeetsItsDeadline() {
    assertThat(NOTELY.residency().verdicts())
        .allMatch(StoreFeasibility::feasible)
        .extracting(it -> it.store().name())
        .contains("main", "content", "realtime", "keys");
  }
}
