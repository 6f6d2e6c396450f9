package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The limits above which the circuit breakers block deletions until an operator confirms them
 * (P19).
 *
 * @param subjectsAnHour the number of erasures of one cause that may start within an hour
 * @param itemsAnHour the number of purges of one cause that may start within an hour
 * @param accounts the number of live accounts that the two hourly limits are meant for; with more
 *     accounts the limits grow in proportion
 * @param objectsAnOrder the number of documents and objects that one order may remove
 * @param recordsAtOnce the number of records of one location that may be due to expire at once
 * @param recordsOfANewRule the same limit for a location whose retention is new or has changed
 */
public record CircuitBreakerLimits(
    long subjectsAnHour,
    long itemsAnHour,
    long accounts,
    long objectsAnOrder,
    long recordsAtOnce,
    long recordsOfANewRule) {
  /** The highest number up to which accounts are counted. */
  static final long MAX_ACCOUNTS = 1_000_000;

  private static final String[] KEYS = {
    "subjectsAnHour",
    "itemsAnHour",
    "accounts",
    "objectsAnOrder",
    "recordsAtOnce",
    "recordsOfANewRule"
  };

  private static final int ONE_PERSONS_SHARE = 10;

  public CircuitBreakerLimits {
    if (LongStream.of(
            subjectsAnHour, itemsAnHour, accounts, objectsAnOrder, recordsAtOnce, recordsOfANewRule)
        .anyMatch(each -> each < 1)) {
      throw new IllegalArgumentException("a circuit breaker limit is 1 or more");
    }
  }

  /** The number of one person's purges, not requested by their owner, that may be open at once. */
  long itemsOfOnePerson() {
    return Math.max(1, itemsAnHour / ONE_PERSONS_SHARE);
  }

  public static CircuitBreakerLimits read(Setting root) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> root.allowKeys(KEYS));
    List<Long> limits = new ArrayList<>();
    for (String key : KEYS) {
      mistakes.read(() -> limit(root.get(key))).ifPresent(limits::add);
    }
    mistakes.throwIfAny();
    return new CircuitBreakerLimits(
        limits.get(0), limits.get(1), limits.get(2), limits.get(3), limits.get(4), limits.get(5));
  }

  private static long limit(Setting setting) {
    long limit = setting.number();
    if (limit < 1) {
      throw setting.error("a circuit breaker limit is 1 or more");
    }
    return limit;
  }
}
