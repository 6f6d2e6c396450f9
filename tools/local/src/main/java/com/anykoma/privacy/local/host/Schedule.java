package com.anykoma.privacy.local.host;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a task is published again and again, in UTC.
 *
 * @param moments when it is due
 */
record Schedule(String topic, Moments moments) {
  private static final Pattern EVERY = Pattern.compile("\\*/([1-9]|[1-5][0-9]) \\* \\* \\* \\*");
  private static final Pattern DAILY =
      Pattern.compile("([0-9]|[1-5][0-9]) ([0-9]|1[0-9]|2[0-3]) \\* \\* \\*");
  private static final Pattern HOURLY = Pattern.compile("([0-9]|[1-5][0-9]) \\* \\* \\* \\*");
  private static final DateTimeFormatter IN_IDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm").withZone(ZoneOffset.UTC);

  /** The moments at which something is due. */
  sealed interface Moments {
    /** The last of them that is not after {@code now}. */
    Instant last(Instant now);
  }

  /**
   * Every so many minutes of the hour.
   *
   * @param minutes 1 to 59
   */
  record EveryMinutes(int minutes) implements Moments {
    @Override
    public Instant last(Instant now) {
      OffsetDateTime minute = now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
      return minute.minusMinutes(minute.getMinute() % minutes).toInstant();
    }
  }

  /**
   * Every hour at a minute of it.
   *
   * @param minute 0 to 59
   */
  record Hourly(int minute) implements Moments {
    @Override
    public Instant last(Instant now) {
      Instant thisHour = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(minute));
      return now.isBefore(thisHour) ? thisHour.minus(Duration.ofHours(1)) : thisHour;
    }
  }

  /** Every day at a time of it. */
  record Daily(LocalTime at) implements Moments {
    @Override
    public Instant last(Instant now) {
      Instant today =
          now.atOffset(ZoneOffset.UTC).toLocalDate().atTime(at).toInstant(ZoneOffset.UTC);
      return now.isBefore(today) ? today.minus(Duration.ofDays(1)) : today;
    }
  }

  /**
   * Reads what Cloud Scheduler takes, as far as this system uses it.
   *
   * @throws IllegalArgumentException when the cron expression says anything but every so many
   *     minutes, or once an hour or a day
   */
  static Schedule of(Trigger.Scheduled trigger) {
    return new Schedule(trigger.topic(), moments(trigger.cron()));
  }

  private static Moments moments(String cron) {
    Matcher every = EVERY.matcher(cron);
    if (every.matches()) {
      return new EveryMinutes(Integer.parseInt(every.group(1)));
    }
    Matcher hourly = HOURLY.matcher(cron);
    if (hourly.matches()) {
      return new Hourly(Integer.parseInt(hourly.group(1)));
    }
    Matcher daily = DAILY.matcher(cron);
    if (daily.matches()) {
      return new Daily(
          LocalTime.of(Integer.parseInt(daily.group(2)), Integer.parseInt(daily.group(1))));
    }
    throw new IllegalArgumentException(
        "the schedule \""
            + cron
            + "\" is of none of the forms */N * * * * with N below 60, M * * * * and M H * * *");
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
    return moments.last(now);
  }

  /** The task of a moment when it is due: one and the same, however often it is published. */
  Task task(Instant due) {
    return new Task(topic, topic + "-" + IN_IDS.format(due), Map.of());
  }

  /** A task beside the schedule, of its own for every start. */
  Task taskAtStart(Instant now) {
    return new Task(topic, topic + "-start-" + now.toEpochMilli(), Map.of());
  }
}
