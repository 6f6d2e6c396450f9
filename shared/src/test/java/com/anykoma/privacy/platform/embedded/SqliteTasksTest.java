package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.TasksContract;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the queue in SQLite: the contract, and exact redelivery times. */
@SuppressWarnings("NullAway.Init")
final class SqliteTasksTest extends TasksContract {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Task TASK = new Task("erase", "erase-1", Map.of("uid", "u1"));

  private final MovableClock clock = new MovableClock();

  /** The tasks of other topics that were leased by {@link #receive}. */
  private final List<Task> leased = new ArrayList<>();

  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
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
    lease().forEach(each -> leased.add(each.task()));
    List<Task> ofTopic = leased.stream().filter(each -> each.topic().equals(topic)).toList();
    leased.removeAll(ofTopic);
    return ofTopic;
  }

  @Override
  protected void settle(Task task) {
    cloud.tasks().settle(task.id());
  }

  @Override
  protected void letLeasesExpire() {
    clock.move(VISIBILITY);
  }

  @Override
  protected String unique(String stem) {
    return stem.replace('_', '-'); // each test has a store of its own
  }

  private List<Delivery> lease() {
    return cloud.tasks().lease(100, VISIBILITY);
  }

  @Test
  @Keeps("E26")
  void leaseEndsExactlyAtItsTime() {
    Instant published = clock.instant();
    tasks().publish(List.of(TASK));

    assertThat(lease()).containsExactly(new Delivery(TASK, TASK.id(), 1, published));
    clock.move(VISIBILITY.minus(TICK));
    assertThat(lease()).isEmpty();
    clock.move(TICK);
    assertThat(lease()).containsExactly(new Delivery(TASK, TASK.id(), 2, published));
  }

  @Test
  @Keeps("E26")
  void retryBackoffDoublesUpToTenMinutes() {
    tasks().publish(List.of(TASK));

    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600}) {
      assertThat(lease()).hasSize(1);
      cloud.tasks().retryLater(TASK.id());
      assertThat(cloud.tasks().nextDue()).hasValue(clock.instant().plusSeconds(seconds));
      clock.move(Duration.ofSeconds(seconds).minus(TICK));
      assertThat(lease()).isEmpty();
      clock.move(TICK);
    }
  }

  @Test
  @Keeps("E19")
  void retryingASettledTaskDoesNotReviveIt() {
    tasks().publish(List.of(TASK));
    lease();
    cloud.tasks().settle(TASK.id());

    cloud.tasks().retryLater(TASK.id());

    assertThat(cloud.tasks().nextDue()).isEmpty();
    assertThat(cloud.tasks().unsettled()).isZero();
  }

  @Test
  void leasesNoMoreThanAskedFor() {
    for (int i = 0; i < 5; i++) {
      tasks().publish(List.of(new Task("t", "t" + i, Map.of())));
      clock.move(TICK);
    }

    assertThat(cloud.tasks().lease(2, VISIBILITY))
        .extracting(each -> each.task().id())
        .containsExactly("t0", "t1");
    assertThat(lease()).hasSize(3);
    assertThat(cloud.tasks().unsettled()).isEqualTo(5);
  }

  @Test
  @Keeps("E26")
  void attemptsAndSettledIdsSurviveARestart() {
    Task settled = new Task("t", "settled", Map.of());
    tasks().publish(List.of(TASK, settled));
    lease();
    cloud.tasks().settle(settled.id());
    close();
    open();

    tasks().publish(List.of(TASK, settled));
    letLeasesExpire();

    assertThat(lease()).extracting(Delivery::task, Delivery::attempt).hasSize(1);
    assertThat(cloud.tasks().unsettled()).isEqualTo(1);
  }

  @Test
  void listenersRunAfterPublishing() {
    AtomicInteger notifications = new AtomicInteger();
    cloud.tasks().onPublish(notifications::incrementAndGet);

    tasks().publish(List.of(TASK));

    assertThat(notifications).hasValue(1);
  }

  @Test
  @Keeps("E8")
  void firstTaskPublishedUnderAnIdIsKept() {
    Task again = new Task("claims", TASK.id(), Map.of("attempt", "2"));

    cloud.tasks().publish(List.of(TASK, again));
    cloud.tasks().publish(List.of(again));

    assertThat(lease()).extracting(Delivery::task).containsExactly(TASK);
  }

  @Test
  @Keeps({"E8", "E19"})
  void settledTaskIsNotDeliveredWhenRepublished() {
    cloud.tasks().publish(List.of(TASK));
    cloud.tasks().settle(TASK.id());

    cloud.tasks().publish(List.of(TASK));

    assertThat(lease()).isEmpty();
  }
}
