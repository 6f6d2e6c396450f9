package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.cloud.StoryClock;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class SchedulerTest {
  private static final List<Schedule> EVERY_FIVE_MINUTES =
      List.of(new Schedule("sweep", "*/5 * * * *"));
  private static final long ENOUGH_LOOKS_MILLIS = 700;

  private final StoryClock clock = new StoryClock();
  private final BlockingQueue<String> published = new LinkedBlockingQueue<>();

  private final List<Scheduler> started = new ArrayList<>();

  private void publish(List<Task> tasks) {
    tasks.forEach(each -> published.add(each.id()));
  }

  private @Nullable String next() throws InterruptedException {
    return published.poll(30, TimeUnit.SECONDS);
  }

  @CanIgnoreReturnValue
  private Scheduler start(Tasks tasks) {
    Scheduler scheduler = Scheduler.start(EVERY_FIVE_MINUTES, tasks, clock);
    started.add(scheduler);
    return scheduler;
  }

  @AfterEach
  void close() {
    started.forEach(Scheduler::close);
  }

  @Test
  @Keeps("P16")
  void publishesEveryTaskAtStart() throws Exception {
    Scheduler before = start(this::publish);
    String first = next(); // closed sooner, it may publish nothing
    before.close();
    clock.forward(Duration.ofSeconds(1)); // the schedule has nothing due
    start(this::publish);

    assertThat(next()).startsWith("sweep-start-").isNotEqualTo(first);
  }

  @Test
  @Keeps("P16")
  void publishesEachDueTimeOnce() throws Exception {
    start(this::publish);

    assertThat(next()).startsWith("sweep-start-");
    assertThat(published.poll(ENOUGH_LOOKS_MILLIS, TimeUnit.MILLISECONDS)).isNull();

    clock.forward(Duration.ofMinutes(5));
    assertThat(next()).isEqualTo("sweep-20260302T0905");

    clock.forward(Duration.ofMinutes(16));
    assertThat(next()).as("the last of what was missed").isEqualTo("sweep-20260302T0920");
    assertThat(published.poll(ENOUGH_LOOKS_MILLIS, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void retriesFailedPublications() throws Exception {
    AtomicInteger attempts = new AtomicInteger();

    start(
        tasks -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("down");
          }
          publish(tasks);
        });

    assertThat(next()).startsWith("sweep-start-");
  }

  @Test
  void publishesNothingAfterClose() throws Exception {
    Scheduler scheduler = start(this::publish);
    assertThat(next()).isNotNull();

    scheduler.close();
    clock.forward(Duration.ofMinutes(5));

    assertThat(published.poll(ENOUGH_LOOKS_MILLIS, TimeUnit.MILLISECONDS)).isNull();
  }
}
