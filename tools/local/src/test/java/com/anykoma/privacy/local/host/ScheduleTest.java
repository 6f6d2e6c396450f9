package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static Schedule every(int minutes) {
    return Schedule.of(new Trigger.Scheduled(Topic.SWEEP, "*/" + minutes + " * * * *"));
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
    "0 4 * * *, 2026-11-27T03:59:59.999Z, 2026-11-26T04:00:00Z",
    "0 4 * * *, 2026-11-27T04:00:00Z, 2026-11-27T04:00:00Z",
    "0 4 * * *, 2026-11-27T23:59:59Z, 2026-11-27T04:00:00Z",
    "0 4 * * *, 2026-03-01T00:00:00Z, 2026-02-28T04:00:00Z",
    "0 4 * * *, 2028-03-01T00:00:00Z, 2028-02-29T04:00:00Z",
    "0 4 * * *, 2027-01-01T03:59:00Z, 2026-12-31T04:00:00Z",
    "59 23 * * *, 2026-11-27T23:58:59Z, 2026-11-26T23:59:00Z",
    "30 2 * * *, 2027-03-28T02:30:00Z, 2027-03-28T02:30:00Z",
    "0 0 * * *, 2026-11-27T00:00:00Z, 2026-11-27T00:00:00Z"
  })
  void itIsDueAtTheTimeOfDayThatItsCronNames(String cron, Instant now, Instant due) {
    assertThat(Schedule.of(new Trigger.Scheduled(Topic.ATTEST, cron)).lastDue(now)).isEqualTo(due);
  }

  @Test
  void eachMomentHasOneTask() {
    Instant due = Instant.parse("2026-11-27T06:35:00Z");

    assertThat(every(5).task(due)).isEqualTo(new Task("sweep", "sweep-20261127T0635", Map.of()));
    assertThat(every(5).task(due.plusSeconds(300))).isNotEqualTo(every(5).task(due));
  }

  @Test
  void everyHourIsDueAtItsMinute() {
    Schedule hourly = Schedule.of(new Trigger.Scheduled(Topic.CHECKPOINT_AUDIT, "15 * * * *"));
    Instant noon = Instant.parse("2026-11-27T12:00:00Z");

    assertThat(hourly.lastDue(noon)).isEqualTo(noon.minusSeconds(45 * 60));
    assertThat(hourly.lastDue(noon.plusSeconds(15 * 60 - 1))).isEqualTo(noon.minusSeconds(45 * 60));
    assertThat(hourly.lastDue(noon.plusSeconds(15 * 60))).isEqualTo(noon.plusSeconds(15 * 60));
    assertThat(hourly.lastDue(Instant.parse("2026-11-27T00:14:59Z")))
        .isEqualTo(Instant.parse("2026-11-26T23:15:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "00 * * * *",
        "60 * * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "*/05 * * * *",
        "*/5 * * * 1",
        "*/5 1 * * *",
        "*/5  * * * *",
        "60 4 * * *",
        "0 24 * * *",
        "00 4 * * *",
        "0 04 * * *",
        "0 4 1 * *",
        "0 4 * 1 *",
        "0 4 * * 1",
        "0 4 * * * *",
        "0,30 4 * * *",
        "0 4-5 * * *",
        "0 */4 * * *",
        "-1 4 * * *",
        "every 5 minutes",
        ""
      })
  void whatItDoesNotUnderstandIsRefusedByName(String cron) {
    assertThatThrownBy(() -> Schedule.of(new Trigger.Scheduled(Topic.SWEEP, cron)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the schedule \""
                + cron
                + "\" is of none of the forms */N * * * * with N below 60, M * * * * and M H * *"
                + " *");
  }

  @Test
  void everyDeployedScheduleIsUnderstood() {
    assertThat(Schedule.deployed())
        .contains(new Schedule("sweep", "*/5 * * * *"), new Schedule("attest", "0 4 * * *"));
  }
}
