package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a task is published again and again, in UTC: every so many minutes of the hour.
 *
 * @param minutes 1 to 59
 */
record Schedule(String topic, int minutes) {
  private static final Pattern EVERY = Pattern.compile("\\*/([1-9]|[1-5][0-9]) \\* \\* \\* \\*");
  private static final DateTimeFormatter IN_IDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm").withZone(ZoneOffset.UTC);

  /**
   * Reads what Cloud Scheduler takes, as far as this system uses it.
   *
   * @throws IllegalArgumentException when the cron expression says anything but every so many
   *     minutes
   */
  static Schedule of(Trigger.Scheduled trigger) {
    Matcher every = EVERY.matcher(trigger.cron());
    if (!every.matches()) {
      throw new IllegalArgumentException(
          "the schedule \"" + trigger.cron() + "\" is not of the form */N * * * * with N below 60");
    }
    return new Schedule(trigger.topic(), Integer.parseInt(every.group(1)));
  }

  /** Those of the deployed functions. */
  static List<Schedule> deployed() {
    return Stream.of(Deployed.values())
        .map(Deployed::trigger)
        .filter(Trigger.Scheduled.class::isInstance)
        .map(each -> of((Trigger.Scheduled) each))
        .toList();
  }

  /** When it was due last, {@code now} included. */
  Instant lastDue(Instant now) {
    int minute = now.atOffset(ZoneOffset.UTC).getMinute();
    long seconds = Math.floorMod(now.getEpochSecond(), Duration.ofMinutes(1).toSeconds());
    return Instant.ofEpochSecond(now.getEpochSecond() - seconds)
        .minus(Duration.ofMinutes(minute % minutes));
  }

  /** The task of a moment when it is due: one and the same, however often it is published. */
  Task task(Instant due) {
    return new Task(topic, topic + "-" + IN_IDS.format(due), Map.of());
  }
}
