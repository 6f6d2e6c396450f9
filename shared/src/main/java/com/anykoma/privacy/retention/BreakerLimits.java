package com.anykoma.privacy.retention;

import com.anykoma.privacy.settings.Setting;
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
public record BreakerLimits(
    long subjectsAnHour,
    long itemsAnHour,
    long accounts,
    long objectsAnOrder,
    long recordsAtOnce,
    long recordsOfANewRule) {
  /** Accounts are counted up to so many. */
  static final long MOST_ACCOUNTS = 1_000_000;

  private static final int ONE_PERSONS_SHARE = 10;

  public BreakerLimits {
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
  public static BreakerLimits shipped() {
    return read(Setting.resource("breaker.yaml"));
  }

  /**
   * Reads limits.
   *
   * @throws com.anykoma.privacy.settings.SettingsException naming the line
   */
  public static BreakerLimits read(Setting root) {
    root.allowing(
        "subjectsAnHour",
        "itemsAnHour",
        "accounts",
        "objectsAnOrder",
        "recordsAtOnce",
        "recordsOfANewRule");
    try {
      return new BreakerLimits(
          root.get("subjectsAnHour").number(),
          root.get("itemsAnHour").number(),
          root.get("accounts").number(),
          root.get("objectsAnOrder").number(),
          root.get("recordsAtOnce").number(),
          root.get("recordsOfANewRule").number());
    } catch (IllegalArgumentException e) {
      throw root.error(String.valueOf(e.getMessage()));
    }
  }
}
