package com.anykoma.privacy.retention;

import com.anykoma.privacy.settings.Setting;

/**
 * From when on deletions wait for a person to confirm them (P19).
 *
 * @param subjectsAnHour how many erasures may start within an hour
 * @param itemsAnHour how many purges of items may start within an hour
 * @param objectsAnOrder how many documents and objects one order may remove
 */
public record BreakerLimits(long subjectsAnHour, long itemsAnHour, long objectsAnOrder) {
  public BreakerLimits {
    if (subjectsAnHour < 1 || itemsAnHour < 1 || objectsAnOrder < 1) {
      throw new IllegalArgumentException("a breaker lets at least 1 pass");
    }
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
    root.allowing("subjectsAnHour", "itemsAnHour", "objectsAnOrder");
    try {
      return new BreakerLimits(
          root.get("subjectsAnHour").number(),
          root.get("itemsAnHour").number(),
          root.get("objectsAnOrder").number());
    } catch (IllegalArgumentException e) {
      throw root.error(String.valueOf(e.getMessage()));
    }
  }
}
