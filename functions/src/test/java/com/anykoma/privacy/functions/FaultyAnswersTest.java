package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests days in which every listing is incomplete or repeats items, or one call of five fails
 * without redelivery. No active subject loses data or protection, and all deferred work is done
 * after the fault ends.
 */
@Keeps({"P3", "P6", "P20", "P25"})
@Tag("slow")
final class FaultyAnswersTest {
  private static final int FAULTY_DAYS = 4;

  private static final int HOURLY = 1;

  /** How often checkpoints are made if they only have to continue. */
  private static final int SELDOM = 6;

  @TempDir private Path directory;
  private @Nullable Stack opened;

  private enum Fault {
    /** The 192nd checkpoint after one searches its time for entries that were omitted. */
    SHORTER(HOURLY) {
      @Override
      <T> List<T> listed(List<T> items, Random random) {
        return items.stream().filter(it -> random.nextInt(3) > 0).toList();
      }
    },
    DOUBLED(SELDOM) {
      @Override
      <T> List<T> listed(List<T> items, Random random) {
        List<T> twice = new ArrayList<>(items);
        twice.addAll(items);
        return twice;
      }
    },
    REFUSED(SELDOM) {
      @Override
      void before(Random random) {
        if (random.nextInt(5) == 0) {
          throw new IllegalStateException("refused");
        }
      }
    };

    private final int checkpointHoursAfter;

    Fault(int checkpointHoursAfter) {
      this.checkpointHoursAfter = checkpointHoursAfter;
    }

    void before(Random random) {}

    <T> List<T> listed(List<T> items, Random random) {
      return items;
    }
  }

  /** The ports, with a fault while it is active. */
  private static final class Faulty implements InterceptedPorts.Interceptor {
    private final Fault fault;
    private final Random random;
    private boolean isOn;

    Faulty(Fault fault, long seed) {
      this.fault = fault;
      this.random = new Random(seed);
    }

    @Override
    public void before(String port, String operation) {
      if (isOn) {
        fault.before(random);
      }
    }

    @Override
    public @Nullable Object after(String operation, @Nullable Object answer) {
      if (!isOn || (operation.equals("getAll") && answer instanceof List)) {
        return answer; // documents by path: one answer for each
      }
      if (answer instanceof Page<?> page) {
        return listed(page);
      }
      if (answer instanceof List<?> list) {
        return fault.listed(list, random);
      }
      if (answer instanceof Map<?, ?> map) {
        Map<Object, Object> less = new HashMap<>();
        fault
            .listed(List.copyOf(map.entrySet()), random)
            .forEach(each -> less.put(each.getKey(), each.getValue()));
        return less;
      }
      if (answer instanceof Optional<?> found && found.orElse(null) instanceof List<?> list) {
        return Optional.of(fault.listed(list, random)); // a customer's subscriptions
      }
      return answer;
    }

    private <T> Page<T> listed(Page<T> page) {
      return new Page<>(fault.listed(page.items(), random), page.next());
    }
  }

  private static void attempt(Stack stack, String topic) {
    try {
      stack.task(topic, Map.of());
    } catch (RuntimeException e) {
      stack.refused.add(String.valueOf(e.getMessage()));
    }
    stack.runOnce();
  }

  /**
   * Runs the schedules of a day; failures are not redelivered.
   *
   * @param checkpointHours how often the audit log gets a checkpoint
   */
  private static void aDayPasses(Stack stack, int checkpointHours, Runnable hourly) {
    for (int hour = 0; hour < 24; hour++) {
      stack.later(Duration.ofHours(1));
      attempt(stack, "sweep");
      switch (hour) {
        case 1 -> attempt(stack, "repair");
        case 3 -> attempt(stack, "reconcile");
        case 4 -> attempt(stack, "attest");
        default -> {
          if (hour % checkpointHours == 0) {
            attempt(stack, "checkpoint-audit");
          }
        }
      }
      hourly.run();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "SHORTER, 1",
    "SHORTER, 2",
    "SHORTER, 3",
    "DOUBLED, 1",
    "REFUSED, 1",
    "REFUSED, 2",
    "REFUSED, 3"
  })
  void noDataIsLostAndAllWorkIsDoneAfterTheFault(Fault fault, long seed) throws IOException {
    Faulty faulty = new Faulty(fault, seed);
    Stack stack = new Stack(directory, faulty);
    opened = stack;
    List<SubjectId> living = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SubjectId subject = stack.signUp("living" + i);
      living.add(subject);
      stack.put("users/living" + i + "/prompts/p1", Map.of("text", "a castle"));
      stack.put("users/living" + i + "/prompts/p2", Map.of("text", "a tower"));
      stack.put("users/living" + i + "/images/i1", Map.of("title", "a fox"));
      stack.upload(subject, "i1", "image/png", new byte[] {1, 2, 3});
    }
    SubjectId payer = living.get(0);
    stack.subscribe(payer, "cus_1", "sub_1");
    SubjectId gone = stack.signUp("gone");
    stack.put("users/gone/prompts/p1", Map.of("text", "a castle"));
    stack.settle();
    aDayPasses(stack, SELDOM, () -> {});
    assertThat(stack.standing(payer).isProtected()).isTrue();

    faulty.isOn = true;
    SubjectId upgraded = living.get(1);
    stack.subscribe(upgraded, "cus_2", "sub_2");
    stack.put(
        "users/living2/prompts/p1",
        Map.of("text", "a castle", "deletedAt", stack.now().minusSeconds(1)));
    stack.put("users/living3", Map.of("createdAt", Stack.NOW, "objection", true));
    stack.put("users/living4/prompts/p3", Map.of("text", "a moat"));
    stack.cloud.accounts().delete(gone);
    stack.forgetChanges();
    for (int day = 0; day < FAULTY_DAYS; day++) {
      aDayPasses(
          stack,
          HOURLY,
          () -> {
            faulty.isOn = false;
            loseNothing(stack, living, payer);
            faulty.isOn = true;
          });
    }

    faulty.isOn = false;
    for (int day = 0; day < 12; day++) {
      aDayPasses(stack, fault.checkpointHoursAfter, () -> loseNothing(stack, living, payer));
    }
    assertThat(stack.cloud.documents().get(DocumentPath.of("users", "living2", "prompts", "p1")))
        .isEmpty();
    assertThat(stack.standing(upgraded).isProtected()).isTrue();
    assertThat(stack.admitted().stream().filter(it -> it.contains("/prompts/")))
        .containsExactlyInAnyOrder(
            "users/living2/prompts/p2",
            "users/living4/prompts/p1",
            "users/living4/prompts/p2",
            "users/living4/prompts/p3",
            "users/living5/prompts/p1",
            "users/living5/prompts/p2");
    assertThat(stack.tracesOf(gone)).isEmpty();
    assertThat(stack.orders("purges"))
        .filteredOn(it -> it.state() == OrderState.FULFILLED)
        .hasSize(1);
    assertThat(stack.orders("purges")).noneMatch(RemovalOrder::isLive);
    assertThat(stack.orders("erasures")).noneMatch(RemovalOrder::isLive);
    AuditCheck.Result audit = stack.wiring.services().auditCheck().check();
    assertThat(audit.faults()).isEmpty();
    assertThat(audit.pending()).isZero();
  }

  private static void loseNothing(Stack stack, List<SubjectId> living, SubjectId payer) {
    assertThat(stack.standing(payer).isProtected()).isTrue();
    assertThat(stack.admitted()).noneMatch(it -> it.startsWith("users/" + payer.value() + "/"));
    for (SubjectId each : living) {
      String user = "users/" + each.value();
      assertThat(stack.wiring.services().subjects().erased(each)).isFalse();
      for (String kept : List.of("", "/prompts/p2", "/images/i1")) {
        assertThat(stack.cloud.documents().get(new DocumentPath(user + kept)))
            .as(user + kept)
            .isPresent();
      }
      assertThat(stack.cloud.blobs().stat(new BlobId("content", user + "/images/i1"))).isPresent();
    }
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
