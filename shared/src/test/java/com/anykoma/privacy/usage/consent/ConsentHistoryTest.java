package com.anykoma.privacy.usage.consent;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.usage.consent.ConsentRecord.ConsentChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsentHistoryTest {
  private static final ConsentRecord ACCOUNT =
      record("account", 0, change(0, -1, "free", ConsentState.GIVEN));
  private static final ConsentRecord UPGRADE =
      record("evt_up", 100, change(100, -1, "pro", ConsentState.WITHDRAWN));

  private static ConsentRecord record(String source, long at, ConsentChange... changes) {
    return new ConsentRecord(source, at(at), at(at + 5), Optional.of("v1"), List.of(changes));
  }

  private static ConsentChange change(long from, long to, String plan, ConsentState state) {
    return new ConsentChange(at(from), end(to), Optional.of(plan), state, LawfulBasis.of(state));
  }

  private static ConsentRecord objection(long from, ConsentState state) {
    ConsentChange change =
        new ConsentChange(
            at(from), Optional.empty(), Optional.empty(), state, LawfulBasis.of(state));
    return record("objection", from, change);
  }

  private static Optional<Instant> end(long to) {
    return to < 0 ? Optional.empty() : Optional.of(at(to));
  }

  private static String show(List<ConsentPeriod> periods) {
    StringBuilder shown = new StringBuilder();
    for (ConsentPeriod each : periods) {
      shown
          .append(each.from().getEpochSecond() - at(0).getEpochSecond())
          .append(' ')
          .append(each.plan())
          .append(' ')
          .append(each.state())
          .append("; ");
    }
    return shown.toString();
  }

  private static void assertGapFree(List<ConsentPeriod> periods) {
    for (int i = 0; i + 1 < periods.size(); i++) {
      assertThat(periods.get(i).to()).contains(periods.get(i + 1).from());
    }
    assertThat(periods.get(periods.size() - 1).to()).isEmpty();
  }

  @Test
  @Keeps("P22")
  void periodsHaveNoGaps() {
    List<ConsentPeriod> periods =
        ConsentHistory.of(
            List.of(
                ACCOUNT,
                UPGRADE,
                record("evt_down", 200, change(200, -1, "free", ConsentState.GIVEN))));

    assertGapFree(periods);
    assertThat(show(periods)).isEqualTo("0 free GIVEN; 100 pro WITHDRAWN; 200 free GIVEN; ");
  }

  @Test
  @Keeps({"P22", "E8"})
  void lateEventCorrectsThePast() {
    List<ConsentPeriod> periods =
        ConsentHistory.of(
            List.of(
                ACCOUNT,
                UPGRADE,
                record("evt_late", 50, change(50, 100, "starter", ConsentState.WITHDRAWN))));

    assertGapFree(periods);
    assertThat(show(periods)).isEqualTo("0 free GIVEN; 50 starter WITHDRAWN; 100 pro WITHDRAWN; ");
    assertThat(periods.get(1).source().sourceEvent()).isEqualTo("evt_late");
  }

  @Test
  void accountRecordIsOverriddenByAllOthers() {
    List<ConsentPeriod> periods = ConsentHistory.of(List.of(UPGRADE, ACCOUNT));

    assertThat(periods).isEqualTo(ConsentHistory.of(List.of(ACCOUNT, UPGRADE)));
    assertThat(show(periods)).isEqualTo("0 free GIVEN; 100 pro WITHDRAWN; ");
  }

  @Test
  @Keeps("P25")
  void objectionWithdrawsConsentAndKeepsThePlan() {
    List<ConsentPeriod> periods =
        ConsentHistory.of(
            List.of(
                ACCOUNT,
                objection(40, ConsentState.WITHDRAWN),
                objection(60, ConsentState.GIVEN),
                UPGRADE));

    assertGapFree(periods);
    assertThat(show(periods))
        .isEqualTo("0 free GIVEN; 40 free WITHDRAWN; 60 free GIVEN; 100 pro WITHDRAWN; ");
  }

  @Test
  void noRecordsGiveNoPeriods() {
    assertThat(ConsentHistory.of(List.of())).isEmpty();
    assertThat(ConsentHistory.of(List.of(objection(1, ConsentState.WITHDRAWN)))).isEmpty();
  }
}
