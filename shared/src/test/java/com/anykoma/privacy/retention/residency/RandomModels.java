package com.anykoma.privacy.retention.residency;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Generates random residency models and times, reproducible from a seed. */
final class RandomModels {
  private static final LocalDate CHECKED = LocalDate.parse("2026-11-27");
  private static final LocalDate FIRST_DAY = LocalDate.parse("2023-12-01");
  private static final int DAYS = 5 * 366;

  /** Days near the end of a month, or near a leap day. */
  private static final List<LocalDate> EDGES =
      List.of(
          LocalDate.parse("2026-01-29"),
          LocalDate.parse("2026-01-30"),
          LocalDate.parse("2026-01-31"),
          LocalDate.parse("2026-02-01"),
          LocalDate.parse("2026-02-28"),
          LocalDate.parse("2026-03-01"),
          LocalDate.parse("2028-01-30"),
          LocalDate.parse("2028-01-31"),
          LocalDate.parse("2028-02-01"),
          LocalDate.parse("2028-02-29"),
          LocalDate.parse("2028-03-01"),
          LocalDate.parse("2026-03-29"),
          LocalDate.parse("2026-10-25"));

  private RandomModels() {}

  /** A moment within five years, every other one near an edge of the calendar. */
  static Instant moment(Random random) {
    if (random.nextBoolean()) {
      LocalDate edge = EDGES.get(random.nextInt(EDGES.size()));
      return edge.atStartOfDay(ZoneOffset.UTC)
          .toInstant()
          .plusNanos(random.nextLong(-10_800_000_000_000L, 10_800_000_000_001L));
    }
    return FIRST_DAY
        .plusDays(random.nextInt(DAYS))
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .plusNanos(random.nextLong(86_400_000_000_000L));
  }

  static Residency model(Random random) {
    List<StoreResidency> stores = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      stores.add(store("store" + i, random));
    }
    Slack slack =
        new Slack(
            upTo(Duration.ofHours(1), random),
            upTo(Duration.ofDays(3), random),
            upTo(Duration.ofDays(2), random),
            random.nextInt(10) == 0 ? Duration.ofDays(1) : upTo(Duration.ofHours(3), random));
    return new Residency(upTo(Duration.ofDays(15), random), slack, stores);
  }

  private static StoreResidency store(String name, Random random) {
    Duration most = Duration.ofDays(List.of(1, 8, 8, 16).get(random.nextInt(4)));
    Map<RecoverySetting, Duration> residues = new EnumMap<>(RecoverySetting.class);
    for (RecoverySetting each : RecoverySetting.values()) {
      if (random.nextInt(3) == 0) {
        residues.put(each, upTo(most, random));
      }
    }
    Optional<String> disclosed = random.nextInt(6) == 0 ? Optional.of("tax law") : Optional.empty();
    return new StoreResidency(name, "made up", residues, disclosed, "nowhere", CHECKED);
  }

  /** A part of the maximum, often zero or the maximum itself. */
  static Duration upTo(Duration most, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Duration.ZERO;
      case 1 -> most;
      default -> Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    };
  }
}
