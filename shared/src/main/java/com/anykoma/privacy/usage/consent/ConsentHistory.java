package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads a subject's append-only records as one gap-free sequence of periods: for every moment the
 * last recorded word on the plan, and over it the last recorded word on the objection.
 */
public final class ConsentHistory {
  /** The source of the record that an account begins with. */
  static final String ACCOUNT = "account";

  private ConsentHistory() {}

  /**
   * The periods in order of time.
   *
   * @param appended in the order in which they were appended; what the account began with is
   *     overridden by everything else, whenever it was recorded
   */
  public static List<ConsentPeriod> of(List<ConsentRecord> appended) {
    List<ConsentRecord> records = new ArrayList<>(appended);
    records.sort(Comparator.comparing(record -> !record.sourceEvent().equals(ACCOUNT)));
    TreeSet<Instant> boundaries = new TreeSet<>();
    for (ConsentRecord record : records) {
      for (ConsentRecord.ConsentChange change : record.changes()) {
        boundaries.add(change.from());
        change.to().ifPresent(boundaries::add);
      }
    }
    List<ConsentPeriod> periods = new ArrayList<>();
    for (Instant from : boundaries) {
      Optional<Instant> to = Optional.ofNullable(boundaries.higher(from));
      periodAt(records, from, to).ifPresent(period -> append(periods, period));
    }
    return List.copyOf(periods);
  }

  private static Optional<ConsentPeriod> periodAt(
      List<ConsentRecord> records, Instant from, Optional<Instant> to) {
    Optional<Said> plan = lastSaid(records, from, true);
    Optional<Said> objection = lastSaid(records, from, false);
    return plan.map(
        said -> {
          boolean objected =
              said.change.state() == ConsentState.GIVEN
                  && objection.filter(o -> o.change.state() == ConsentState.WITHDRAWN).isPresent();
          Said deciding = objected ? objection.orElse(said) : said;
          return new ConsentPeriod(
              from,
              to,
              said.change.plan().orElse(Plan.FREE),
              deciding.change.state(),
              deciding.change.basis(),
              deciding.record);
        });
  }

  private record Said(ConsentRecord record, ConsentRecord.ConsentChange change) {}

  private static Optional<Said> lastSaid(
      List<ConsentRecord> records, Instant at, boolean aboutPlan) {
    for (int i = records.size() - 1; i >= 0; i--) {
      for (ConsentRecord.ConsentChange change : records.get(i).changes()) {
        boolean covers = !at.isBefore(change.from()) && change.to().map(at::isBefore).orElse(true);
        if (covers && change.plan().isPresent() == aboutPlan) {
          return Optional.of(new Said(records.get(i), change));
        }
      }
    }
    return Optional.empty();
  }

  /** Appends the period, or lengthens the last one when nothing but the time differs. */
  private static void append(List<ConsentPeriod> periods, ConsentPeriod next) {
    if (!periods.isEmpty()) {
      ConsentPeriod last = periods.get(periods.size() - 1);
      if (last.plan() == next.plan()
          && last.state() == next.state()
          && last.basis() == next.basis()
          && last.source().equals(next.source())) {
        periods.remove(periods.size() - 1);
        next =
            new ConsentPeriod(
                last.from(), next.to(), last.plan(), last.state(), last.basis(), last.source());
      }
    }
    periods.add(next);
  }
}
