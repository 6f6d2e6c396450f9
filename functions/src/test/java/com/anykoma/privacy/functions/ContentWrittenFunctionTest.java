package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that content events are stamped, sealed and followed by purges in the end, even if
 * operations fail, or events are repeated, late or lost.
 */
@Keeps({"P3", "P8", "P10", "P20"})
final class ContentWrittenFunctionTest {
  private static final DocumentPath PROMPT = new DocumentPath("users/ann/prompts/p1");

  @TempDir private Path directory;
  private final Refusals refusals = new Refusals();
  private Stack stack;

  /** Refuses the operation with this number, counted from arming. */
  private static final class Refusals implements InterceptedPorts.Interceptor {
    private final List<String> tried = new ArrayList<>();
    private int refused = -1;

    @Override
    public void before(String port, String operation) {
      tried.add(port + "." + operation);
      if (tried.size() - 1 == refused) {
        throw new IllegalStateException("refused " + port + "." + operation);
      }
    }

    void refuse(int number) {
      tried.clear();
      refused = number;
    }
  }

  @BeforeEach
  void live() throws Exception {
    stack = new Stack(directory, refusals);
    SubjectId ann = stack.signUp("ann");
    stack.send(
        StripeJson.event(
            "evt_1",
            "customer.subscription.created",
            Stack.NOW.getEpochSecond(),
            StripeJson.subscription(
                "sub_1",
                "cus_1",
                "active",
                "pro_monthly",
                Stack.NOW.getEpochSecond() + 2_000_000)));
    stack.subscribe(ann, "cus_1", "sub_1");
    stack.send(
        StripeJson.event(
            "evt_2",
            "customer.created",
            Stack.NOW.getEpochSecond(),
            StripeJson.customer("cus_1", "ann")));
    stack.settle();
    assertThat(stack.standing(ann).isProtected()).isTrue();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  /** The app's write of a prompt with {@code deletedAt}, which all three services handle. */
  private DocumentChange deleted() {
    stack.put(PROMPT.value(), Map.of("text", "a castle", "deletedAt", stack.now()));
    DocumentChange change = new DocumentChange(PROMPT, Optional.empty(), get(PROMPT));
    stack.forgetChanges();
    return change;
  }

  private Optional<Document> get(DocumentPath path) {
    return stack.cloud.documents().get(path);
  }

  private void deliver(DocumentChange change) {
    stack.written(change);
  }

  private boolean isStamped() {
    return get(ItemStamp.pathOf(new SubjectId("ann"), new DocumentPath("users/ann/prompts/p1")))
        .isPresent();
  }

  private boolean isSealed() {
    return get(PROMPT).orElseThrow().fields().value("text").orElseThrow() instanceof Bytes;
  }

  private boolean isOrdered() {
    return stack.orders("purges").stream()
        .map(RemovalOrder::state)
        .anyMatch(OrderState.OPEN::equals);
  }

  private void assertAllDone() {
    assertThat(isStamped()).isTrue();
    assertThat(isSealed()).isTrue();
    assertThat(isOrdered()).isTrue();
    assertThat(stack.orders("purges")).hasSize(1);
  }

  @Test
  void oneFailureStopsOnlyItsStepUntilRedelivery() {
    deliver(deleted()); // makes the key
    begunAnew();
    DocumentChange unrefused = deleted();
    refusals.refuse(-1);
    deliver(unrefused);
    List<String> operations = List.copyOf(refusals.tried);
    assertAllDone();
    assertThat(operations).contains("documents.transact", "keys.get");
    for (int i = 0; i < operations.size(); i++) {
      begunAnew();
      DocumentChange change = deleted();
      refusals.refuse(i);

      assertThatThrownBy(() -> deliver(change))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("refused " + operations.get(i));

      refusals.refuse(-1);
      assertThat(List.of(isStamped(), isSealed(), isOrdered()).stream().filter(it -> it))
          .as("steps done though %s was refused", operations.get(i))
          .hasSize(2);
      deliver(change);
      assertAllDone();
    }
  }

  private void begunAnew() {
    stack.later(Duration.ofHours(1));
    List<DocumentPath> all = new ArrayList<>(List.of(PROMPT));
    all.add(ItemStamp.pathOf(new SubjectId("ann"), new DocumentPath("users/ann/prompts/p1")));
    stack.orders("purges").forEach(it -> all.add(it.path()));
    stack.cloud.documents().delete(all);
    stack.forgetChanges();
  }

  @Test
  void repeatedEventChangesNothing() {
    DocumentChange change = deleted();
    deliver(change);
    Map<String, Fields> once = content();

    deliver(change);

    assertThat(content()).isEqualTo(once);
    assertAllDone();
  }

  private Map<String, Fields> content() {
    Map<String, Fields> content = new TreeMap<>();
    stack
        .everything()
        .forEach(
            (path, it) -> {
              if (path.contains("p1") || path.startsWith("purges")) {
                content.put(path, it.fields());
              }
            });
    return content;
  }

  @Test
  void lateEventAfterRestoreOrdersNothing() {
    DocumentChange change = deleted();
    stack.put(PROMPT.value(), Map.of("text", "a castle"));

    stack.settle();
    deliver(change);

    assertThat(isStamped()).isTrue();
    assertThat(isSealed()).isTrue();
    assertThat(isOrdered()).isFalse();
  }

  @Test
  void repairDoesTheWorkOfALostEvent() {
    deleted();

    stack.task("repair", Map.of("subject", "ann"));
    stack.settle();

    assertAllDone();
  }
}
