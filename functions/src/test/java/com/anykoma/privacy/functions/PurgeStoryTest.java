package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that deleted items are purged after seven days unless they are restored. */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class PurgeStoryTest extends ErasureStoryFixture {
  @Test
  @Keeps({"P20", "E20", "E24"})
  void purgesItemWithNumericId() {
    String item = "users/u1/prompts/__id5__";
    stack.write(item, Fields.empty().with("text", "imported"));
    stack.write(item, Fields.empty().with("text", "imported").with("deletedAt", stack.now()));
    stack.settle();

    stack.later(WINDOW.plusHours(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get(item)).isEmpty();
    assertThat(
            get(
                ItemStamp.pathOf(new SubjectId("u1"), new DocumentPath("users/u1/prompts/__id5__"))
                    .value()))
        .isEmpty();
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps({"P20", "E20"})
  void deletedItemIsPurgedAfterSevenDays() {
    stack.write(
        "users/u1/images/i1", Fields.empty().with("title", "fox").with("deletedAt", Stack.NOW));
    stack.settle();
    stack.later(WINDOW.minusSeconds(1));
    stack.task("sweep", Map.of());
    stack.settle();
    assertThat(get("users/u1/images/i1")).isPresent();

    stack.later(Duration.ofMinutes(20));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get("users/u1/images/i1")).isEmpty();
    assertThat(stack.tracesOf(u1))
        .noneMatch(it -> it.contains("images"))
        .anyMatch(it -> it.contains("prompts"));
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps("P19")
  void restoredItemRemains() {
    stack.write(
        "users/u1/images/i1", Fields.empty().with("title", "fox").with("deletedAt", Stack.NOW));
    stack.settle();
    stack.write("users/u1/images/i1", Fields.empty().with("title", "fox"));
    stack.settle();
    stack.later(WINDOW.plusDays(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get("users/u1/images/i1")).isPresent();
    assertThat(stack.tracesOf(u1)).contains("content:users/u1/images/i1");
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.REVOKED));
  }
}
