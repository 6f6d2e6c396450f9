package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Fields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that a failing item does not stop the other items. */
@Keeps("P20")
final class BatchRunnerTest {
  private final BatchRunner batch = new BatchRunner("things");
  private final List<String> handled = new ArrayList<>();

  private void handle(String item, RuntimeException failure) {
    batch.forEach(
        List.of("before", item, "after"),
        each -> {
          if (each.equals(item)) {
            throw failure;
          }
          handled.add(each);
        });
  }

  @Test
  void skippedItemsAreCountedAndReportedByOpaqueName() {
    Fields odd = Fields.empty().with("n", "Marker");
    List<Long> read;
    try (Alarms alarms = new Alarms()) {
      read =
          batch.read(
              List.of(
                  Fields.empty().with("n", 1L), odd, Fields.empty(), Fields.empty().with("n", 2L)),
              each -> each.equals(odd) ? "opaque" : "",
              each -> each.number("n").orElseThrow());

      assertThat(alarms.messages())
          .containsExactly(
              "alarm: an item failed permanently and was skipped where=things item=opaque"
                  + " reason=IllegalArgumentException",
              "alarm: an item failed permanently and was skipped where=things reason=NoSuchElementException");
    }

    assertThat(read).containsExactly(1L, 2L);
    assertThat(batch.skipped()).isEqualTo(2);
    assertThatCode(batch::throwTransient).doesNotThrowAnyException();
    assertThatThrownBy(batch::throwAny).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void transientFailureIsThrownAfterAllItems() {
    CloudFailure failure = new CloudFailure("Stripe", "cancel", "UNAVAILABLE");

    handle("odd", new PermanentFailure("refused"));
    handle("unlucky", failure);

    assertThat(handled).containsExactly("before", "after", "before", "after");
    assertThat(batch.skipped()).isEqualTo(1);
    assertThatThrownBy(batch::throwTransient).isSameAs(failure);
    assertThatThrownBy(batch::throwAny).isSameAs(failure);
  }

  @Test
  void throwsNothingWithoutFailures() {
    batch.forEach(List.of("a", "b"), handled::add);

    assertThatCode(batch::throwAny).doesNotThrowAnyException();
    assertThat(handled).containsExactly("a", "b");
  }
}
