package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.TasksContract;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the contract on a queue that does not keep the ids of tasks and delivers each task twice.
 */
@SuppressWarnings("NullAway.Init")
final class ForgetfulTasksTest extends TasksContract {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock();
  private final List<Delivery> leased = new ArrayList<>();
  private final List<Delivery> received = new ArrayList<>();

  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
    cloud.tasks().deliverEverythingTwice();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected Tasks tasks() {
    return cloud.tasks();
  }

  @Override
  protected List<Task> receive(String topic) {
    leased.addAll(cloud.tasks().lease(200, VISIBILITY));
    List<Delivery> ofTopic = leased.stream().filter(it -> it.task().topic().equals(topic)).toList();
    leased.removeAll(ofTopic);
    received.addAll(ofTopic);
    return ofTopic.stream().map(Delivery::task).toList();
  }

  @Override
  protected void settle(Task task) {
    received.stream()
        .filter(it -> it.task().equals(task))
        .forEach(it -> cloud.tasks().settle(it.message()));
  }

  @Override
  protected void letLeasesExpire() {
    clock.move(VISIBILITY);
  }

  @Override
  protected String unique(String stem) {
    return stem.replace('_', '-'); // each test has a store of its own
  }

  @Test
  void deliversTwiceAndAgainWhenRepublished() {
    Task task = new Task("again", "again-1", Map.of());

    tasks().publish(List.of(task));
    assertThat(receive("again")).containsExactly(task, task);
    settle(task);
    tasks().publish(List.of(task));

    assertThat(receive("again")).containsExactly(task, task);
  }
}
