package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link Tasks} adapters. */
public abstract class TasksContract {
  /** The adapter under test. */
  protected abstract Tasks tasks();

  /**
   * Creates a topic and collects the tasks that are published to it from now on, for {@link
   * #receive}.
   */
  protected void open(String topic) {}

  /** The tasks of this topic that are delivered now; does not settle them. */
  protected abstract List<Task> receive(String topic);

  /** Settles a task permanently. */
  protected abstract void settle(Task task);

  /** Waits until tasks that are not settled are delivered again. */
  protected abstract void letLeasesExpire();

  /** A unique name of lower-case letters, digits and dashes. */
  protected abstract String unique(String stem);

  private String topic;

  @BeforeEach
  void chooseIds() {
    topic = unique("topic");
    open(topic);
  }

  @Test
  void deliversOnlyPublishedTasks() {
    tasks().publish(List.of());

    assertThat(receive(topic)).isEmpty();
  }

  @Test
  void deliversATaskUnchanged() {
    Task task = new Task(topic, unique("withdraw"), Map.of("uid", "é\n\"u1\"", "@t", ""));

    tasks().publish(List.of(task));

    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
  }

  @Test
  @Keeps({"E8", "E26"})
  void redeliversUntilTheTaskIsSettled() {
    Task task = new Task(topic, unique("erase"), Map.of());
    tasks().publish(List.of(task));

    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
    letLeasesExpire();
    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
    settle(task);
    settle(task);
    letLeasesExpire();

    assertThat(receive(topic)).isEmpty();
  }

  @Test
  @Keeps("E8")
  void publishingATaskAgainAddsNone() {
    Task task = new Task(topic, unique("claims"), Map.of("attempt", "1"));

    tasks().publish(List.of(task, task));
    tasks().publish(List.of(task));

    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
  }

  @Test
  void deliversTheLongestAttribute() {
    Task task = new Task(topic, unique("long"), Map.of("k".repeat(256), "é".repeat(512)));

    tasks().publish(List.of(task));

    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
  }

  @Test
  void deliversOnlyTasksOfTheTopic() {
    String other = unique("other");
    open(other);
    Task task = new Task(topic, unique("a"), Map.of());
    Task elsewhere = new Task(other, unique("b"), Map.of());

    tasks().publish(List.of(task, elsewhere));

    assertThat(receive(topic)).isNotEmpty().containsOnly(task);
    assertThat(receive(other)).isNotEmpty().containsOnly(elsewhere);
  }

  @Test
  void deliversEveryTaskOfABatch() {
    List<Task> many =
        IntStream.range(0, 50)
            .mapToObj(i -> new Task(topic, unique("t" + i), Map.of("i", "" + i)))
            .toList();

    tasks().publish(many);

    assertThat(Set.copyOf(receive(topic))).isEqualTo(Set.copyOf(many));
  }
}
