package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.EmbeddedPlatform;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.cloud.LocalSecrets;
import com.anykoma.privacy.local.cloud.StoryClock;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class EventBridgeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final SampleProduct PRODUCT = SampleProduct.of(FixtureProduct.FILES);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final StoryClock clock = new StoryClock();

  @TempDir private Path directory = Path.of("");

  /** A function that takes what it is told to, and remembers which document or object it was. */
  private static final class Picky extends Handler.Abstract {
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private volatile Predicate<String> takes;

    Picky(Predicate<String> takes) {
      this.takes = takes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      HttpFields headers = request.getHeaders();
      String document =
          headers.contains("ce-document")
              ? String.valueOf(headers.get("ce-document"))
              : String.valueOf(headers.get("ce-subject"));
      if (takes.test(document)) {
        taken.add(document);
      } else {
        response.setStatus(500);
      }
      callback.succeeded();
      return true;
    }

    @Nullable String next() throws InterruptedException {
      return taken.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private FunctionHost hostWith(EmbeddedCloud cloud, Map<String, Handler> others) {
    Wiring wiring =
        new Wiring(LocalSecrets.open(directory).config(), cloud, FixtureProduct.FILES, clock);
    Map<String, Handler> routes = new HashMap<>(FunctionHost.functions(wiring));
    routes.putAll(others);
    return FunctionHost.start(0, base -> routes);
  }

  private static void write(EmbeddedCloud cloud, String path) {
    cloud.documents().create(new DocumentPath(path), Fields.empty().with("text", "x"));
  }

  @Test
  @Keeps({"P3", "P8"})
  void failingEventDoesNotBlockOthers() throws Exception {
    Picky picky = new Picky(document -> !document.endsWith("poison"));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      write(cloud, "users/u1/prompts/poison");
      write(cloud, "users/u1/prompts/p1");
      write(cloud, "users/u2/prompts/p2");

      assertThat(List.of(String.valueOf(picky.next()), String.valueOf(picky.next())))
          .containsExactlyInAnyOrder("users/u1/prompts/p1", "users/u2/prompts/p2");
      assertThat(bridge.untilIdle(SHORT)).as("the poisoned one is kept").isFalse();
      assertThat(cloud.tasks().unsettled()).isEqualTo(1);
      assertThat(bridge.untilNothingIsDue(LONG)).as("its next attempt is put off").isTrue();
    }
  }

  @Test
  void dropsUnacceptedEventsAfter24Hours() {
    Picky picky = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      write(cloud, "users/u1/prompts/poison");
      while (cloud.tasks().unsettled() == 0) { // its day begins when it is put aside
        assertThat(bridge.untilIdle(SHORT)).isFalse();
      }

      clock.forward(Duration.ofHours(23));
      assertThat(bridge.untilIdle(Duration.ofMillis(600))).as("still tried").isFalse();
      clock.forward(Duration.ofHours(2));

      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
  }

  @Test
  @Keeps("P20")
  void failedOrderTaskIsNotRedelivered() {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Picky erase = new Picky(any -> !seen.add("erase"));
    Picky late = new Picky(any -> !seen.add("late-write"));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("Erase", erase, "LateWrite", late));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      cloud.tasks().publish(List.of(new Task("erase", "erase-1", Map.of("order", "a"))));
      assertThat(bridge.untilIdle(LONG)).isTrue();
      assertThat(seen).containsExactly("erase");

      cloud.tasks().publish(List.of(new Task("late-write", "late-1", Map.of("subject", "u1"))));
      assertThat(bridge.untilIdle(SHORT)).as("it is kept").isFalse();
    }
  }

  @Test
  @Keeps({"P3", "P8"})
  void redeliversFailedEvents() throws Exception {
    Picky picky = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      write(cloud, "users/u1/prompts/p1");
      assertThat(bridge.untilIdle(SHORT)).isFalse();

      picky.takes = document -> true;
      clock.forward(Duration.ofMinutes(11));

      assertThat(picky.next()).isEqualTo("users/u1/prompts/p1");
      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
  }

  @Test
  @Keeps({"P3", "P23", "E13"})
  void deliversPendingEventsAfterARestart() {
    SubjectId subject = new SubjectId("u1");
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      new EmbeddedPlatform(cloud, clock).signUp(subject, PRODUCT, clock.instant());
      cloud.accounts().delete(subject);
    }

    try (LocalCloud restarted = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      assertThat(restarted.bridge().untilIdle(LONG)).isTrue();
      assertThat(restarted.wiring().services().subjects().erased(subject)).isTrue();
    }
  }

  @Test
  @Keeps({"P3", "P8"})
  void redeliversStoredEventsAfterARestart() {
    SubjectId subject = new SubjectId("u1");
    Picky down = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("AccountWritten", down));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      new EmbeddedPlatform(cloud, clock).signUp(subject, PRODUCT, clock.instant());
      assertThat(bridge.untilIdle(SHORT)).isFalse();
    }
    clock.forward(Duration.ofMinutes(11));

    try (LocalCloud restarted = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      assertThat(restarted.bridge().untilIdle(LONG)).isTrue();
      assertThat(restarted.wiring().services().subjects().get(subject)).isPresent();
    }
  }

  @Test
  void deliversChangesOfOneUserInOrder() throws Exception {
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      for (int i = 0; i < 50; i++) {
        write(cloud, "users/u" + i % 5 + "/prompts/p" + i);
      }
      try (FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
          EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
        assertThat(bridge.untilIdle(LONG)).isTrue();
      }
    }

    assertThat(picky.taken.stream().filter(each -> each.startsWith("users/u3/")))
        .containsExactly(
            "users/u3/prompts/p3",
            "users/u3/prompts/p8",
            "users/u3/prompts/p13",
            "users/u3/prompts/p18",
            "users/u3/prompts/p23",
            "users/u3/prompts/p28",
            "users/u3/prompts/p33",
            "users/u3/prompts/p38",
            "users/u3/prompts/p43",
            "users/u3/prompts/p48");
    assertThat(picky.taken).hasSize(50);
  }

  @Test
  @Keeps("P20")
  void deletesDeliveredChangesFromTheFeed() {
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      cloud.platform().signUp(new SubjectId("u1"), PRODUCT, clock.instant());
      cloud.cloud().accounts().delete(new SubjectId("u1"));

      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
      assertThat(((EmbeddedCloud) cloud.cloud()).documents().changes(0, 10)).isEmpty();
      assertThat(((EmbeddedCloud) cloud.cloud()).accounts().deletions(0, 10)).isEmpty();
    }
  }

  @Test
  void deliversWritesOfOtherProcesses() throws Exception {
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base());
        EmbeddedCloud other = EmbeddedCloud.open(directory, clock)) {
      write(other, "users/u1/prompts/p1");

      assertThat(picky.next()).isEqualTo("users/u1/prompts/p1");
      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
  }

  @Test
  @Keeps("E24")
  void deliversEventsWithTheLongestId() throws Exception {
    String path = "users/" + "é".repeat(128) + "/prompts/" + "é".repeat(750);
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      write(cloud, path);

      assertThat(bridge.untilIdle(LONG)).isTrue();
      assertThat(picky.taken).hasSize(1);
    }
  }

  @CanIgnoreReturnValue
  private static Blob store(EmbeddedCloud cloud, String bucket, String name) throws IOException {
    return cloud
        .blobs()
        .write(
            new BlobId(bucket, name),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(1));
  }

  @Test
  @Keeps("P16")
  void deliversStoredObjectsOnceToTheirFunction() throws Exception {
    Picky picky = new Picky(object -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      store(cloud, "uploads", "users/u1/images/i1");
      store(cloud, "content", "users/u1/images/i1");

      assertThat(bridge.untilIdle(LONG)).isTrue();
      store(cloud, "uploads", "users/u1/images/i2");
      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      assertThat(bridge.untilIdle(LONG)).isTrue();
    }

    assertThat(picky.taken)
        .containsExactly("objects/users/u1/images/i1", "objects/users/u1/images/i2");
  }

  @Test
  @Keeps({"P10", "P16"})
  void sealsUploadsAndDeletesTheirPlaintext() throws Exception {
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      Blob upload = store((EmbeddedCloud) cloud.cloud(), "uploads", "users/u1/images/i1");

      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
      assertThat(cloud.cloud().blobs().stat(upload.id())).isEmpty();
      assertThat(cloud.cloud().blobs().stat(new BlobId("content", "users/u1/images/i1")))
          .isPresent();
    }
  }

  @Test
  @Keeps("P16")
  void deliversObjectsStoredWhileNoBridgeRan() throws Exception {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      store(cloud, "uploads", "users/u1/images/i1");
    }

    try (LocalCloud restarted = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      assertThat(restarted.bridge().untilIdle(LONG)).isTrue();
      assertThat(restarted.cloud().blobs().stat(new BlobId("content", "users/u1/images/i1")))
          .isPresent();
    }
  }

  @Test
  @Keeps("P16")
  void redeliversFailedObjectEventsAlsoInTheNextBridge() throws Exception {
    Picky picky = new Picky(object -> !object.endsWith("poison"));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      store(cloud, "uploads", "users/u1/images/poison");
      store(cloud, "uploads", "users/u1/images/i1");

      assertThat(picky.next()).isEqualTo("objects/users/u1/images/i1");
      assertThat(bridge.untilIdle(SHORT)).as("the poisoned one is kept").isFalse();
    }
    picky.takes = object -> true;
    clock.forward(Duration.ofMinutes(11));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      assertThat(picky.next()).isEqualTo("objects/users/u1/images/poison");
      assertThat(bridge.untilIdle(LONG)).isTrue();
      assertThat(picky.taken).isEmpty();
    }
  }

  @Test
  void isNotIdleUntilTheFunctionHasAnswered() throws Exception {
    CountDownLatch deleted = new CountDownLatch(1);
    CountDownLatch answering = new CountDownLatch(1);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      Picky slow =
          new Picky(
              object -> {
                cloud.blobs().deleteEveryGeneration(new BlobId("uploads", "users/u1/images/i1"));
                deleted.countDown();
                return answersIn(answering);
              });
      try (FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", slow));
          EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
        store(cloud, "uploads", "users/u1/images/i1");
        assertThat(deleted.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(bridge.untilIdle(SHORT)).isFalse();
        answering.countDown();
        assertThat(bridge.untilIdle(LONG)).isTrue();
      }
    }
  }

  private static boolean answersIn(CountDownLatch latch) {
    try {
      return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void delaysOrDropsObjectEventsOnRequest() throws Exception {
    Picky picky = new Picky(object -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("BlobUploaded", picky));
        EventBridge bridge = EventBridge.start(cloud, FixtureProduct.MAP, clock, host.base())) {
      bridge.objectEvents(Bridge.ObjectEvents.DELAYED);
      store(cloud, "uploads", "users/u1/images/held");
      assertThat(bridge.untilIdle(Duration.ofMillis(400))).isFalse();
      assertThat(picky.taken).isEmpty();
      bridge.objectEvents(Bridge.ObjectEvents.DELIVERED);
      assertThat(picky.next()).isEqualTo("objects/users/u1/images/held");
      assertThat(bridge.untilIdle(LONG)).isTrue();

      bridge.objectEvents(Bridge.ObjectEvents.LOST);
      store(cloud, "uploads", "users/u1/images/lost");
      assertThat(bridge.untilIdle(LONG)).isTrue();
      bridge.objectEvents(Bridge.ObjectEvents.DELIVERED);
      store(cloud, "uploads", "users/u1/images/told");

      assertThat(picky.next()).isEqualTo("objects/users/u1/images/told");
    }
  }

  @Test
  @Keeps("P16")
  void deliversScheduledTasks() throws Exception {
    BlobId name = new BlobId("uploads", "users/u1/images/i1");
    try (LocalCloud cloud = LocalCloud.open(FixtureProduct.FILES, directory, clock)) {
      cloud.bridge().objectEvents(Bridge.ObjectEvents.LOST);
      store((EmbeddedCloud) cloud.cloud(), name.bucket(), name.name());
      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
      assertThat(cloud.cloud().blobs().stat(name)).isPresent();

      clock.forward(Duration.ofMinutes(11));
      cloud
          .cloud()
          .tasks()
          .publish(List.of(new Schedule("sweep", "*/5 * * * *").task(clock.instant())));

      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
      assertThat(cloud.cloud().blobs().stat(name)).isEmpty();
    }
  }
}
