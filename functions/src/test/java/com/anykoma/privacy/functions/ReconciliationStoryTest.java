package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that reconciliation finds deleted and recreated accounts without events. */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class ReconciliationStoryTest extends ErasureStoryFixture {
  @Test
  @Keeps({"P23", "E14"})
  void erasesMissingAccountAfterTwoScansAndSevenDays() {
    stack.signUp("u2");
    stack.cloud.accounts().delete(u1);
    for (int night = 0; night < 2; night++) {
      stack.later(Duration.ofDays(1).plusHours(1));
      stack.task("reconcile", Map.of());
      stack.settle();
    }
    assertThat(get("users/u1/images/i1")).isPresent();
    assertThat(stack.wiring.services().subjects().erased(u1)).isFalse();

    stack.later(WINDOW);
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.tracesOf(u10)).contains("account", "users/u10/images/i1");
  }

  @Test
  @Keeps({"P23", "E16"})
  void erasesAccountRecreatedWithErasedUid() {
    stack.accountDeleted(u1);
    stack.settle();
    stack.cloud.accounts().create(u1, Optional.empty(), Optional.empty());

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
  }

  @Test
  @Keeps({"P20", "E14", "E16"})
  void unusualUidsDoNotStopReconciliation() {
    stack.accountDeleted(u1);
    stack.settle();
    for (String uid : List.of("..", "__x__", "a/b", "u1")) { // in the order of the listing
      stack.cloud.accounts().create(new SubjectId(uid), Optional.empty(), Optional.empty());
    }

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.cloud.accounts().get(new SubjectId("a/b"))).isPresent();
  }
}
