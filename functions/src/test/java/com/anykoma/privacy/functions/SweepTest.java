package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no part of a sweep blocks another. */
@Keeps({"P16", "P20"})
@Tag("slow")
final class SweepTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path directory;

  @Test
  void eachPartHasItsBudgetDespiteFailures() {
    List<String> ran = new ArrayList<>();
    Sweep sweep =
        new Sweep(
            () -> NOW,
            List.of(
                new Sweep.Part("a", Duration.ofSeconds(60), until -> ran.add("a " + until)),
                new Sweep.Part(
                    "b",
                    Duration.ofSeconds(60),
                    until -> {
                      throw new IllegalStateException("b failed");
                    }),
                new Sweep.Part("c", Duration.ofSeconds(120), until -> ran.add("c " + until))));

    assertThatThrownBy(sweep::run).hasMessage("b failed");

    assertThat(ran).containsExactly("a 2026-11-29T12:01:00Z", "c 2026-11-29T12:02:00Z");
  }

  @Test
  void budgetsFitIntoTheTimeout() {
    try (Stack stack = new Stack(directory)) {
      assertThat(
              stack.wiring.sweep().parts().stream()
                  .map(Sweep.Part::budget)
                  .reduce(Duration.ZERO, Duration::plus))
          .isLessThan(Duration.ofMinutes(9));
    }
  }

  @Test
  void dispatchesDueOrdersDespite1500FailingUploads() throws Exception {
    InterceptedPorts.Interceptor outage =
        new InterceptedPorts.Interceptor() {
          @Override
          public void before(String operation) {
            if (operation.equals("write")) {
              throw new CloudFailure("Cloud KMS", "encrypt", "FAILED_PRECONDITION");
            }
          }
        };
    try (Stack stack = new Stack(directory, outage)) {
      RemovalOrder order =
          stack.wiring.services().erasures().request(stack.signUp("ann"), CircuitBreaker.REQUESTED);
      for (int i = 0; i < 1_500; i++) {
        stack
            .cloud
            .blobs()
            .write(
                new BlobId("uploads", "users/u" + i + "/images/i"),
                "image/png",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(1));
      }
      List<Task> before = stack.runTasks();
      stack.later(Duration.ofDays(8));

      stack.task("sweep", Map.of());

      assertThat(before).noneMatch(it -> it.topic().equals("erase"));
      assertThat(stack.cloud.tasks().lease(10, Duration.ofMinutes(1)))
          .extracting(it -> it.task().attributes().get("order"))
          .contains(order.id());
    }
  }

  @Test
  void attemptsStuckErasureFewerThan20TimesADay() {
    boolean[] down = {false};
    InterceptedPorts.Interceptor outage =
        new InterceptedPorts.Interceptor() {
          @Override
          public void before(String operation) {
            if (down[0] && operation.equals("deleteCustomer")) {
              throw new CloudFailure("Stripe", "delete a customer", "api_error");
            }
          }
        };
    try (Stack stack = new Stack(directory, outage)) {
      SubjectId ann = stack.signUp("ann");
      DocumentPath customer = DocumentPath.of("customers", "cus_ann");
      stack.cloud.documents().create(customer, Fields.empty().with("uid", "ann"));
      stack.wiring.services().erasures().begin(ann, "account-deleted");
      down[0] = true;
      int attempts = 0;
      for (int i = 0; i < 288; i++) {
        stack.task("sweep", Map.of());
        attempts += stack.runOnce();
        stack.later(Duration.ofMinutes(5));
      }

      assertThat(attempts).isBetween(8, 20);
      down[0] = false;
      stack.later(Duration.ofHours(16));
      stack.task("sweep", Map.of());
      stack.settle();
      stack.settle();
      assertThat(stack.wiring.services().erasures().status(ann).orElseThrow().removedAt())
          .isPresent();
    }
  }
}
