package com.anykoma.privacy.usage.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Derives a gap-free sequence of periods from a subject's append-only records. At every time the
 * record appended last determines the plan, and the one appended last about an objection overrides
 * the plan's consent.
 */
public final class ConsentHistory {
  /** The source of an account's first record. */
  static final String ACCOUNT = "account";

  private ConsentHistory() {}

  /**
   * Returns the periods in order of time.
   *
   * @param appended the records in the order in which they were appended; every other record
   *     overrides the account's first record, even if appended before it
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
    Optional<Statement> plan = latest(records, from, true);
    Optional<Statement> objection = latest(records, from, false);
    return plan.map(
        statement -> {
          boolean objected =
              statement.change.state() == ConsentState.GIVEN
                  && objection.filter(o -> o.change.state() == ConsentState.WITHDRAWN).isPresent();
          Statement deciding = objected ? objection.orElse(statement) : statement;
          return new ConsentPeriod(
              from,
              to,
              statement.change.plan().orElseThrow(),
              deciding.change.state(),
              deciding.change.basis(),
              deciding.record);
        });
  }

  private record Statement(ConsentRecord record, ConsentRecord.ConsentChange change) {}

  private static Optional<Statement> latest(
      List<ConsentRecord> records, Instant at, boolean aboutPlan) {
    for (int i = records.size() - 1; i >= 0; i--) {
      for (ConsentRecord.ConsentChange change : records.get(i).changes()) {
        boolean covers = !at.isBefore(change.from()) && change.to().map(at::isBefore).orElse(true);
        if (covers && change.plan().isPresent() == aboutPlan) {
          return Optional.of(new Statement(records.get(i), change));
        }
      }
    }
    return Optional.empty();
  }

  /** Appends the period, or extends the last one if only the time differs. */
  private static void append(List<ConsentPeriod> periods, ConsentPeriod next) {
    if (!periods.isEmpty()) {
      ConsentPeriod last = periods.get(periods.size() - 1);
      if (last.during(next.from(), next.to()).equals(next)) {
        periods.remove(periods.size() - 1);
        next = next.during(last.from(), next.to());
      }
    }
    periods.add(next);
  }
}
