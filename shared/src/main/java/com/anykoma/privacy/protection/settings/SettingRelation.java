package com.anykoma.privacy.protection.settings;

import java.util.List;
import java.util.function.LongPredicate;

/** How the live values of a setting relate to the expected ones. */
enum SettingRelation {
  /** At least one value, and all are the expected one. */
  EQUALS,
  /** At least one number, and all are at most the expected one. */
  AT_MOST,
  /** At least one number, and all are at least the expected one. */
  AT_LEAST,
  /** No value but expected ones. */
  ONLY,
  /** All expected values, and possibly others. */
  INCLUDES,
  /** None of the named values. */
  EXCLUDES,
  /** No grants but those of {@code iam.yaml} on the named targets. */
  GRANTS;

  /** Whether the live values are as expected; not for {@link #GRANTS}. */
  boolean holds(List<String> live, List<String> expected) {
    return switch (this) {
      case EQUALS -> !live.isEmpty() && live.stream().allMatch(expected.get(0)::equals);
      case AT_MOST -> allNumbers(live, each -> each <= number(expected.get(0)));
      case AT_LEAST -> allNumbers(live, each -> each >= number(expected.get(0)));
      case ONLY -> expected.containsAll(live);
      case INCLUDES -> live.containsAll(expected);
      case EXCLUDES -> expected.stream().noneMatch(live::contains);
      case GRANTS -> throw new IllegalStateException("grants are compared by role and member");
    };
  }

  private static boolean allNumbers(List<String> live, LongPredicate condition) {
    return !live.isEmpty() && live.stream().mapToLong(SettingRelation::number).allMatch(condition);
  }

  /** A number of days or seconds; protobuf's JSON form of a duration ends in {@code s}. */
  private static long number(String text) {
    return Long.parseLong(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
  }
}
