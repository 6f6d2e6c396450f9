package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Fields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One item that fails keeps no other from being handled. */
@Keeps("P20")
final class SetAsideTest {
  private final SetAside aside = new SetAside("things");
  private final List<String> handled = new ArrayList<>();

  private void handle(String item, RuntimeException failure) {
    aside.forEach(
        List.of("before", item, "after"),
        each -> {
          if (each.equals(item)) {
            throw failure;
          }
          handled.add(each);
        });
  }

  @Test
  void anOddItemIsReportedByItsOpaqueNameAndCounted() {
    Fields odd = Fields.empty().with("n", "Marker");
    List<Long> read;
    try (Alarms alarms = new Alarms()) {
      read =
          aside.read(
              List.of(
                  Fields.empty().with("n", 1L), odd, Fields.empty(), Fields.empty().with("n", 2L)),
              each -> each.equals(odd) ? "opaque" : "",
              each -> each.number("n").orElseThrow());

      assertThat(alarms.heard())
          .containsExactly(
              "alarm: an odd item was set aside where=things item=opaque"
                  + " reason=IllegalArgumentException",
              "alarm: an odd item was set aside where=things reason=NoSuchElementException");
    }

    assertThat(read).containsExactly(1L, 2L);
    assertThat(aside.count()).isEqualTo(2);
    assertThatCode(aside::throwTransient).doesNotThrowAnyException();
    assertThatThrownBy(aside::throwAny).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTransientFailureIsThrownOnceTheOthersAreHandled() {
    CloudFailure failure = new CloudFailure("Stripe", "cancel", "UNAVAILABLE");

    handle("odd", new PermanentFailure("refused"));
    handle("unlucky", failure);

    assertThat(handled).containsExactly("before", "after", "before", "after");
    assertThat(aside.count()).isEqualTo(1);
    assertThatThrownBy(aside::throwTransient).isSameAs(failure);
    assertThatThrownBy(aside::throwAny).isSameAs(failure);
  }

  @Test
  void nothingIsThrownWhereNothingFailed() {
    aside.forEach(List.of("a", "b"), handled::add);

    assertThatCode(aside::throwAny).doesNotThrowAnyException();
    assertThat(handled).containsExactly("a", "b");
  }
}
