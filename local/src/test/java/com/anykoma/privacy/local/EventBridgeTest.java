package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventBridgeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final StoryClock clock = new StoryClock();

  @TempDir private Path directory = Path.of("");

  /** A function that takes what it is told to, and remembers what it was asked. */
  private static final class Picky extends Handler.Abstract {
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private volatile Predicate<String> takes;

    Picky(Predicate<String> takes) {
      this.takes = takes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String document = String.valueOf(request.getHeaders().get("ce-document"));
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
    Wiring wiring = new Wiring(LocalSecrets.open(directory).config(), cloud, clock);
    Map<String, Handler> routes = new HashMap<>(FunctionHost.functions(wiring));
    routes.putAll(others);
    return FunctionHost.start(0, base -> routes);
  }

  private static void write(EmbeddedCloud cloud, String path) {
    cloud.documents().create(new DocumentPath(path), Fields.empty().with("text", "x"));
  }

  @Test
  @Keeps({"P3", "P8"})
  void aPoisonedEventDoesNotBlockTheOthers() throws Exception {
    Picky picky = new Picky(document -> !document.endsWith("poison"));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
      write(cloud, "users/u1/prompts/poison");
      write(cloud, "users/u1/prompts/p1");
      write(cloud, "users/u2/prompts/p2");

      assertThat(List.of(String.valueOf(picky.next()), String.valueOf(picky.next())))
          .containsExactlyInAnyOrder("users/u1/prompts/p1", "users/u2/prompts/p2");
      assertThat(bridge.untilIdle(SHORT)).as("the poisoned one is kept").isFalse();
      assertThat(cloud.tasks().unsettled()).isEqualTo(1);
    }
  }

  @Test
  void anEventThatNobodyTakesIsDroppedAfterADay() {
    Picky picky = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
      write(cloud, "users/u1/prompts/poison");
      assertThat(bridge.untilIdle(SHORT)).isFalse();

      clock.forward(Duration.ofHours(23));
      assertThat(bridge.untilIdle(Duration.ofMillis(600))).as("still tried").isFalse();
      clock.forward(Duration.ofHours(2));

      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
  }

  @Test
  @Keeps({"P3", "P8"})
  void anEventThatFailedIsTakenLater() throws Exception {
    Picky picky = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
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
  void whatWasNotDeliveredIsDeliveredAfterARestart() {
    SubjectId subject = new SubjectId("u1");
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      boolean unused = SignUp.of(new EmbeddedPlatform(cloud, clock), subject, clock.instant());
      cloud.accounts().delete(subject);
    }

    try (LocalCloud restarted = LocalCloud.open(directory, clock)) {
      assertThat(restarted.bridge().untilIdle(LONG)).isTrue();
      assertThat(restarted.wiring().subjects().erased(subject)).isTrue();
    }
  }

  @Test
  @Keeps({"P3", "P8"})
  void whatWasPutAsideIsDeliveredAfterARestart() {
    SubjectId subject = new SubjectId("u1");
    Picky down = new Picky(document -> false);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("AccountWritten", down));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
      boolean unused = SignUp.of(new EmbeddedPlatform(cloud, clock), subject, clock.instant());
      assertThat(bridge.untilIdle(SHORT)).isFalse();
    }
    clock.forward(Duration.ofMinutes(11));

    try (LocalCloud restarted = LocalCloud.open(directory, clock)) {
      assertThat(restarted.bridge().untilIdle(LONG)).isTrue();
      assertThat(restarted.wiring().subjects().get(subject)).isPresent();
    }
  }

  @Test
  void changesBelowOneUserComeInTheirOrder() throws Exception {
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      for (int i = 0; i < 50; i++) {
        write(cloud, "users/u" + i % 5 + "/prompts/p" + i);
      }
      try (FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
          EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
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
  void whatWasToldIsNotKept() {
    try (LocalCloud cloud = LocalCloud.open(directory, clock)) {
      boolean unused = SignUp.of(cloud.platform(), new SubjectId("u1"), clock.instant());
      cloud.cloud().accounts().delete(new SubjectId("u1"));

      assertThat(cloud.bridge().untilIdle(LONG)).isTrue();
      assertThat(((EmbeddedCloud) cloud.cloud()).documents().changes(0, 10)).isEmpty();
      assertThat(((EmbeddedCloud) cloud.cloud()).accounts().deleted(0, 10)).isEmpty();
    }
  }

  @Test
  void aWriteOfAnotherProcessIsTold() throws Exception {
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base());
        EmbeddedCloud other = EmbeddedCloud.open(directory, clock)) {
      write(other, "users/u1/prompts/p1");

      assertThat(picky.next()).isEqualTo("users/u1/prompts/p1");
      assertThat(bridge.untilIdle(LONG)).isTrue();
    }
  }

  @Test
  @Keeps("E24")
  void theLongestIdIsNoObstacle() throws Exception {
    String path = "users/" + "é".repeat(128) + "/prompts/" + "é".repeat(750);
    Picky picky = new Picky(document -> true);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock);
        FunctionHost host = hostWith(cloud, Map.of("ContentWritten", picky));
        EventBridge bridge = EventBridge.start(cloud, clock, host.base())) {
      write(cloud, path);

      assertThat(bridge.untilIdle(LONG)).isTrue();
      assertThat(picky.taken).hasSize(1);
    }
  }
}
