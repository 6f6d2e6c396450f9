package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a task is published again and again, in UTC: every so many minutes of the hour, or at one
 * minute of the day.
 *
 * @param every how often: up to an hour, or a day
 * @param offset from when on, counted from the hour's or the day's beginning
 */
record Schedule(String topic, Duration every, Duration offset) {
  private static final Pattern EVERY = Pattern.compile("\\*/([1-9]|[1-5][0-9]) \\* \\* \\* \\*");
  private static final Pattern DAILY =
      Pattern.compile("([0-9]|[1-5][0-9]) ([0-9]|1[0-9]|2[0-3]) \\* \\* \\*");
  private static final DateTimeFormatter IN_IDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm").withZone(ZoneOffset.UTC);

  /**
   * Reads what Cloud Scheduler takes, as far as this system uses it.
   *
   * @throws IllegalArgumentException when the cron expression says anything else
   */
  static Schedule of(Trigger.Scheduled trigger) {
    Matcher every = EVERY.matcher(trigger.cron());
    if (every.matches()) {
      return new Schedule(trigger.topic(), minutes(every.group(1)), Duration.ZERO);
    }
    Matcher daily = DAILY.matcher(trigger.cron());
    if (daily.matches()) {
      Duration offset = minutes(daily.group(1)).plusHours(Long.parseLong(daily.group(2)));
      return new Schedule(trigger.topic(), Duration.ofDays(1), offset);
    }
    throw new IllegalArgumentException(
        "the schedule \""
            + trigger.cron()
            + "\" is not of the form */N * * * * with N below 60, or M H * * *");
  }

  private static Duration minutes(String number) {
    return Duration.ofMinutes(Long.parseLong(number));
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
    Instant begin =
        now.truncatedTo(
                every.compareTo(Duration.ofHours(1)) > 0 ? ChronoUnit.DAYS : ChronoUnit.HOURS)
            .plus(offset);
    if (now.isBefore(begin)) {
      return begin.minus(every);
    }
    long times = Duration.between(begin, now).dividedBy(every);
    return begin.plus(every.multipliedBy(times));
  }

  /** The task of a moment when it is due: one and the same, however often it is published. */
  Task task(Instant due) {
    return new Task(topic, topic + "-" + IN_IDS.format(due), Map.of());
  }
}
