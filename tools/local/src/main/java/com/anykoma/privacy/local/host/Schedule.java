package com.anykoma.privacy.local.host;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Task;
import java.time.Instant;
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
 * A schedule that publishes a task periodically, in UTC.
 *
 * @param cron a cron expression of Cloud Scheduler: every N minutes, hourly or daily
 */
record Schedule(String topic, String cron) {
  private static final Pattern EVERY = Pattern.compile("\\*/([1-9]|[1-5][0-9]) \\* \\* \\* \\*");
  private static final Pattern ONCE =
      Pattern.compile("([0-9]|[1-5][0-9]) (\\*|[0-9]|1[0-9]|2[0-3]) \\* \\* \\*");
  private static final DateTimeFormatter IN_IDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm").withZone(ZoneOffset.UTC);

  /** Throws {@link IllegalArgumentException} for other forms of cron expressions. */
  Schedule {
    if (!EVERY.matcher(cron).matches() && !ONCE.matcher(cron).matches()) {
      throw new IllegalArgumentException(
          "the schedule \""
              + cron
              + "\" has none of the forms */N * * * * with N below 60, M * * * * and M H * * *");
    }
  }

  static Schedule of(Trigger.Scheduled trigger) {
    return new Schedule(trigger.topic(), trigger.cron());
  }

  /** The schedules of the deployed functions. */
  static List<Schedule> deployed() {
    return Stream.of(DeployedFunction.values())
        .map(DeployedFunction::trigger)
        .filter(Trigger.Scheduled.class::isInstance)
        .map(each -> of((Trigger.Scheduled) each))
        .toList();
  }

  /** The latest due time that is not after {@code now}. */
  Instant lastDue(Instant now) {
    OffsetDateTime minute = now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    Matcher every = EVERY.matcher(cron);
    if (every.matches()) {
      int minutes = Integer.parseInt(every.group(1));
      return minute.minusMinutes(minute.getMinute() % minutes).toInstant();
    }
    Matcher once = ONCE.matcher(cron);
    boolean unused = once.matches();
    ChronoUnit period = "*".equals(once.group(2)) ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    OffsetDateTime due = minute.withMinute(Integer.parseInt(once.group(1)));
    if (period == ChronoUnit.DAYS) {
      due = due.withHour(Integer.parseInt(once.group(2)));
    }
    return (due.isAfter(minute) ? due.minus(1, period) : due).toInstant();
  }

  /** The task of one due time. Its id is deterministic, so repeated publications are one task. */
  Task task(Instant due) {
    return new Task(topic, topic + "-" + IN_IDS.format(due), Map.of());
  }

  /** An additional task at start, with its own id for each start. */
  Task taskAtStart(Instant now) {
    return new Task(topic, topic + "-start-" + now.toEpochMilli(), Map.of());
  }
}
