package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static Schedule every(int minutes) {
    return Schedule.of(new Trigger.Scheduled("sweep", "*/" + minutes + " * * * *"));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 2026-11-27T06:34:59.999Z, 2026-11-27T06:30:00Z",
    "5, 2026-11-27T06:35:00Z, 2026-11-27T06:35:00Z",
    "5, 2026-11-27T06:35:00.001Z, 2026-11-27T06:35:00Z",
    "1, 2026-11-27T23:59:59Z, 2026-11-27T23:59:00Z",
    "59, 2026-11-27T07:00:00Z, 2026-11-27T07:00:00Z",
    "40, 2026-11-27T06:59:59Z, 2026-11-27T06:40:00Z",
    "5, 1969-12-31T23:59:59Z, 1969-12-31T23:55:00Z"
  })
  void itIsDueAtTheMinutesOfTheHourThatItsCronNames(int minutes, Instant now, Instant due) {
    assertThat(every(minutes).lastDue(now)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T03:29:59.999Z, 2026-11-26T03:30:00Z",
    "2026-11-27T03:30:00Z, 2026-11-27T03:30:00Z",
    "2026-11-27T23:59:59Z, 2026-11-27T03:30:00Z",
    "1969-12-31T03:30:01Z, 1969-12-31T03:30:00Z"
  })
  void itIsDueOnceADay(Instant now, Instant due) {
    assertThat(Schedule.of(new Trigger.Scheduled("reconcile", "30 3 * * *")).lastDue(now))
        .isEqualTo(due);
  }

  @Test
  void eachMomentHasOneTask() {
    Instant due = Instant.parse("2026-11-27T06:35:00Z");

    assertThat(every(5).task(due)).isEqualTo(new Task("sweep", "sweep-20261127T0635", Map.of()));
    assertThat(every(5).task(due.plusSeconds(300))).isNotEqualTo(every(5).task(due));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "0 * * * *",
        "60 3 * * *",
        "0 24 * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "*/05 * * * *",
        "*/5 * * * 1",
        "*/5 1 * * *",
        "*/5  * * * *",
        "every 5 minutes",
        ""
      })
  void whatItDoesNotUnderstandIsRefusedByName(String cron) {
    assertThatThrownBy(() -> Schedule.of(new Trigger.Scheduled("sweep", cron)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the schedule \""
                + cron
                + "\" is not of the form */N * * * * with N below 60, or M H * * *");
  }

  @Test
  void everyDeployedScheduleIsUnderstood() {
    assertThat(Schedule.deployed())
        .contains(new Schedule("sweep", Duration.ofMinutes(5), Duration.ZERO));
  }
}
