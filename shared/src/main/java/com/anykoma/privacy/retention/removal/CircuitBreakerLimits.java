package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * From when on deletions wait for a person to confirm them (P19).
 *
 * @param subjectsAnHour how many erasures of one cause may start within an hour
 * @param itemsAnHour how many purges of one cause may start within an hour
 * @param accounts for how many live accounts these two are; with more they grow in proportion
 * @param objectsAnOrder how many documents and objects one order may remove
 * @param recordsAtOnce how many records of one location may be due at once to expire
 * @param recordsOfANewRule the same, when the location's retention is new or has changed
 */
public record CircuitBreakerLimits(
    long subjectsAnHour,
    long itemsAnHour,
    long accounts,
    long objectsAnOrder,
    long recordsAtOnce,
    long recordsOfANewRule) {
  /** Accounts are counted up to so many. */
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
      throw new IllegalArgumentException("a breaker lets at least 1 pass");
    }
  }

  /** How many of one person's purges may wait that their owner did not ask for. */
  long itemsOfOnePerson() {
    return Math.max(1, itemsAnHour / ONE_PERSONS_SHARE);
  }

  /** The limits that the product ships with. */
  public static CircuitBreakerLimits shipped() {
    return read(Setting.resource("breaker.yaml"));
  }

  /**
   * Reads limits.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException naming the line
   */
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
      throw setting.error("a breaker lets at least 1 pass; write 1 or more");
    }
    return limit;
  }
}
