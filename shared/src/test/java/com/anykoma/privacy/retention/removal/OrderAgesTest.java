package com.anykoma.privacy.retention.removal;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the log lines about the age of dispatched orders. */
@Keeps("P20")
final class OrderAgesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Logger OURS = Logger.getLogger(OrderAges.class.getName());

  private final List<String> logLines = new ArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logLines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    OURS.addHandler(listener);
  }

  @AfterEach
  void stopListening() {
    OURS.removeHandler(listener);
  }

  private static Document order(String id, Duration age, Fields more) {
    Instant requested = NOW.minus(age);
    return new Document(
        DocumentPath.of("erasures", id),
        more.with("state", "open")
            .with("cause", "deleted")
            .with("requestedAt", requested)
            .with("restorableUntil", requested)
            .with("dueAt", requested.plus(Duration.ofDays(28))),
        NOW,
        NOW);
  }

  private static Document open(String id, Duration age) {
    return order(id, age, Fields.empty().with("uid", "u1"));
  }

  @Test
  void logsTheOldestAgeInSeconds() {
    OrderAges.log(
        "erasures", List.of(open("a", Duration.ofHours(1)), open("b", Duration.ofDays(8))), NOW);

    assertThat(logLines)
        .containsExactly("INFO orders kind=erasures dispatched=2 oldestSeconds=691200");
  }

  @Test
  void raisesAnAlarmExactlyAtThePromisedDate() {
    Duration promised = Duration.ofDays(28);

    OrderAges.log("erasures", List.of(open("a", promised.minusMillis(1))), NOW);
    assertThat(logLines).noneMatch(each -> each.contains("alarm"));

    OrderAges.log("erasures", List.of(open("a", promised)), NOW);
    assertThat(logLines)
        .contains("SEVERE alarm: orders are past their promised date kind=erasures count=1");
  }

  @Test
  void skipsAnUnreadableOrderAndLogsTheOthers() {
    Document odd = order("odd", Duration.ofDays(1), Fields.empty().with("uid", 7L));

    try (Alarms alarms = new Alarms()) {
      OrderAges.log(
          "erasures",
          List.of(open("a", Duration.ofHours(1)), odd, open("b", Duration.ofDays(8))),
          NOW);

      assertThat(alarms.messages())
          .containsExactly(
              "alarm: an item failed permanently and was skipped where=erasures item=odd reason=PermanentFailure");
    }
    assertThat(logLines)
        .containsExactly("INFO orders kind=erasures dispatched=2 oldestSeconds=691200");
  }

  @Test
  void ignoresPendingOrdersWithoutASubjectAndNonOrders() {
    Document waitsForStripe = order("a", Duration.ofDays(80), Fields.empty());
    Document hold = new Document(DocumentPath.of("holds", "h"), Fields.empty(), NOW, NOW);

    OrderAges.log("erasures", List.of(waitsForStripe, hold), NOW);

    assertThat(logLines).isEmpty();
  }
}
