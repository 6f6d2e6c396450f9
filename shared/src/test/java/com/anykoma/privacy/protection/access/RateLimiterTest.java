package com.anykoma.privacy.protection.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that no caller gets more permits than the limit, over all instances and clocks. */
@Keeps("P17")
@Tag("slow")
final class RateLimiterTest {
  /** 60 permits an hour, taken one at a time. */
  private static final String SMALL = "EraseAccount";

  /** 6,000 permits an hour, leased by 100. */
  private static final String LARGE = "Content";

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private RateLimiter instance() {
    return instance(world.cloud.documents());
  }

  private RateLimiter instance(Documents documents) {
    return new RateLimiter(documents, world.hash, world.clock);
  }

  private static int granted(RateLimiter limiter, String function, int requests) {
    return (int)
        IntStream.range(0, requests).filter(it -> limiter.take(function, "ann").isEmpty()).count();
  }

  private List<Document> records() {
    return world.cloud.documents().find(Query.in(OwnCollections.RATE_LIMITS));
  }

  @Test
  void grantsTheCapacityThenOnePermitForEachRefill() {
    RateLimiter limiter = instance();

    assertThat(granted(limiter, SMALL, 100)).isEqualTo(60);
    world.clock.advance(Duration.ofSeconds(59));
    assertThat(limiter.take(SMALL, "ann")).hasValue(Duration.ofSeconds(1));
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(granted(limiter, SMALL, 100)).isEqualTo(1);
    world.clock.advance(Duration.ofDays(3));
    assertThat(granted(limiter, SMALL, 100)).isEqualTo(60);
  }

  @Test
  void waitOfARefusalIsEnough() {
    RateLimiter limiter = instance();
    granted(limiter, LARGE, 6_000);

    Duration wait = limiter.take(LARGE, "ann").orElseThrow();

    assertThat(wait).isEqualTo(Duration.ofMillis(600));
    world.clock.advance(wait.minusNanos(1_000));
    assertThat(limiter.take(LARGE, "ann")).isPresent();
    world.clock.advance(Duration.ofNanos(1_000));
    assertThat(limiter.take(LARGE, "ann")).isEmpty();
  }

  @Test
  void instancesShareTheLimit() {
    List<RateLimiter> instances = List.of(instance(), instance(), instance());

    int granted = instances.stream().mapToInt(it -> granted(it, SMALL, 30)).sum();

    assertThat(granted).isEqualTo(60);
  }

  @Test
  void instancesGrantNoMoreThanTheLimitWhateverTheyLease() {
    List<RateLimiter> instances = IntStream.range(0, 90).mapToObj(it -> instance()).toList();

    int first = instances.stream().mapToInt(it -> granted(it, LARGE, 1)).sum();
    int all = first + instances.stream().mapToInt(it -> granted(it, LARGE, 200)).sum();

    assertThat(first).isEqualTo(60);
    assertThat(all).isEqualTo(6_000);
  }

  @Test
  void parallelRequestsGetNoMoreThanTheLimit() throws InterruptedException {
    List<RateLimiter> instances = List.of(instance(), instance());
    AtomicInteger granted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RateLimiter limiter = instances.get(i % 2);
      Thread thread = new Thread(() -> granted.addAndGet(granted(limiter, SMALL, 20)));
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }

    assertThat(granted).hasValue(60);
  }

  @Test
  void leasePaysForManyRequestsWithOneTransaction() {
    RateLimiter limiter = instance();
    world.cloud.counts().reset();

    granted(limiter, LARGE, 100);

    assertThat(world.cloud.counts().snapshot()).containsEntry("documents.transaction", 1L);
  }

  @Test
  void floodOfRefusedRequestsCausesOneTransactionForEachRefill() {
    RateLimiter limiter = instance();
    granted(limiter, SMALL, 60);
    world.cloud.counts().reset();

    granted(limiter, SMALL, 1_000);

    assertThat(world.cloud.counts().snapshot())
        .containsEntry("documents.transaction", 1L)
        .doesNotContainKey("documents.write");
  }

  @Test
  void unusedLeaseIsLostWhenTheBucketHasAddedItsPermits() {
    RateLimiter idle = instance();
    idle.take(LARGE, "ann");
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(granted(instance(), LARGE, 7_000)).isEqualTo(6_000);
    assertThat(idle.take(LARGE, "ann")).isPresent();
  }

  @Test
  void callersAndFunctionsHaveTheirOwnBuckets() {
    RateLimiter limiter = instance();
    granted(limiter, SMALL, 60);

    assertThat(limiter.take(SMALL, "ann")).isPresent();
    assertThat(limiter.take(SMALL, "bob")).isEmpty();
    assertThat(limiter.take(LARGE, "ann")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.000001S", "PT1H", "PT24H", "P31D"})
  void clockThatGoesBackGrantsNothing(Duration back) {
    RateLimiter limiter = instance();
    RateLimiter another = instance();
    granted(limiter, SMALL, 60);

    world.clock.advance(back.negated());

    assertThat(granted(limiter, SMALL, 5)).isZero();
    assertThat(granted(another, SMALL, 5)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"PT1H", "P31D"})
  void clockThatWasAheadDoesNotLockCallersOutForLongerThanADayAndAnHour(Duration ahead) {
    Instant now = world.clock.instant();
    world.clock.advance(ahead);
    RateLimiter limiter = instance();
    granted(limiter, SMALL, 60);

    world.clock.set(now);
    assertThat(granted(limiter, SMALL, 5)).isZero();
    world.clock.advance(Duration.ofHours(25));

    assertThat(granted(limiter, SMALL, 100)).isEqualTo(60);
  }

  @Test
  void leaseIsLostWhenTheClockGoesBack() {
    RateLimiter limiter = instance();
    limiter.take(LARGE, "ann");
    world.clock.advance(Duration.ofSeconds(-1));
    world.cloud.counts().reset();

    limiter.take(LARGE, "ann");

    assertThat(world.cloud.counts().snapshot()).containsEntry("documents.transaction", 1L);
  }

  @Test
  void unreadableRecordCountsAsAnEmptyBucketAndRefills() {
    RateLimiter limiter = instance();
    limiter.take(SMALL, "ann");
    world.cloud.documents().set(records().get(0).path(), Fields.empty().with("fullAt", "soon"));

    assertThat(granted(limiter, SMALL, 5)).isZero();
    world.clock.advance(Duration.ofMinutes(2));

    assertThat(granted(limiter, SMALL, 5)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusedStoreGrantsNothingAndHealsByItself(boolean committed) {
    AtomicInteger failures = new AtomicInteger(1);
    RateLimiter limiter =
        instance(
            InterceptedPorts.wrap(
                Documents.class,
                world.cloud.documents(),
                new InterceptedPorts.Interceptor() {
                  @Override
                  public void before(String operation) {
                    fail(!committed);
                  }

                  @Override
                  public @Nullable Object after(String operation, @Nullable Object answer) {
                    fail(committed);
                    return answer;
                  }

                  private void fail(boolean now) {
                    if (now && failures.getAndDecrement() > 0) {
                      throw new IllegalStateException("refused");
                    }
                  }
                }));

    assertThatThrownBy(() -> limiter.take(SMALL, "ann")).hasMessageContaining("refused");

    assertThat(granted(limiter, SMALL, 100)).isEqualTo(committed ? 59 : 60);
  }

  @Test
  void recordsContainNoUidAndExpireAfterADay() {
    instance().take(SMALL, "ann");
    assertThat(records())
        .singleElement()
        .satisfies(it -> assertThat(it.toString()).doesNotContain("ann"));

    world.clock.advance(Duration.ofDays(1).minusSeconds(1));
    world.services.expiry().sweep(world.clock.instant().plusSeconds(60));
    assertThat(records()).hasSize(1);
    world.clock.advance(Duration.ofSeconds(2));
    world.services.expiry().sweep(world.clock.instant().plusSeconds(60));

    assertThat(records()).isEmpty();
    assertThat(world.cloud.documents().collections(Optional.empty()))
        .doesNotContain(new CollectionPath("rateLimits").id());
  }
}
