package com.anykoma.privacy.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.retention.Breaker;
import com.anykoma.privacy.retention.BreakerLimits;
import com.anykoma.privacy.retention.Order;
import com.anykoma.privacy.retention.OrderState;
import com.anykoma.privacy.retention.Residency;
import com.anykoma.privacy.training.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mass deletion waits for a person, who confirms or denies it. */
@Keeps("P19")
final class MassDeletionTest {
  private static final int SUBJECTS = 2;
  private static final int OBJECTS = 6;

  @TempDir private Path directory;
  private World world;
  private ErasingService erasing;
  private ConfirmService confirmations;

  @BeforeEach
  void open() {
    world = new World(directory);
    Breaker breaker =
        new Breaker(
            world.cloud.documents(),
            world.audit,
            new BreakerLimits(SUBJECTS, 2, OBJECTS),
            world.clock);
    erasing =
        new ErasingService(
            world.cloud,
            world.subjects,
            world.hash,
            world.dataMap,
            world.consents,
            Residency.shipped(),
            breaker,
            world.clock);
    confirmations =
        new ConfirmService(world.cloud.documents(), world.subjects, breaker, world.clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Order deleted(String uid) {
    SubjectId subject = world.signUp(uid);
    world.erasures.begin(subject, "account-deleted");
    return erased(subject);
  }

  private Order erased(SubjectId subject) {
    erasing.erase(order(subject).id());
    world.certify(order(subject));
    erasing.erase(order(subject).id());
    return order(subject);
  }

  private Order order(SubjectId subject) {
    return world.erasures.status(subject).orElseThrow();
  }

  private void decide(String decision, String what) {
    confirmations.handle(
        new Task("confirm", "confirm-1", Map.of("decision", decision, "what", what)));
  }

  private boolean isThere(String uid) {
    return world.cloud.documents().get(World.account(new SubjectId(uid))).isPresent();
  }

  @Test
  void oneMoreThanTheLimitWithinAnHourWaitsUntilAPersonConfirms() {
    for (int i = 0; i < SUBJECTS; i++) {
      assertThat(deleted("u" + i).state()).isEqualTo(OrderState.FULFILLED);
    }
    Order waiting = deleted("ann");
    Order another = deleted("ben");

    assertThat(waiting.state()).isEqualTo(OrderState.OPEN);
    assertThat(waiting.halted()).contains("too many erasures within an hour");
    assertThat(isThere("ann")).isTrue();
    assertThat(world.subjects.erased(new SubjectId("ann"))).isTrue();
    world.clock.advance(Duration.ofHours(2));
    assertThat(erased(new SubjectId("ann")).state()).isEqualTo(OrderState.OPEN);

    decide("confirm", "erasures");

    assertThat(erased(new SubjectId("ann")).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(erased(new SubjectId("ben")).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(another.halted()).isPresent();
    assertThat(isThere("ann")).isFalse();
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(deleted("late").state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void whatAPersonDeniesIsAsIfItHadNeverBeen() {
    for (int i = 0; i < SUBJECTS; i++) {
      Order unused = deleted("u" + i);
    }
    Order waiting = deleted("ann");

    decide("deny", waiting.id());

    SubjectId ann = new SubjectId("ann");
    assertThat(world.subjects.erased(ann)).isFalse();
    assertThat(world.cloud.documents().get(waiting.path()).map(it -> Order.of(it).state()))
        .contains(OrderState.DENIED);
    world.writeAccount(ann, Fields.empty().with("displayName", "Ann"));
    erasing.erase(waiting.id());
    assertThat(isThere("ann")).isTrue();
    assertThatThrownBy(() -> decide("deny", waiting.id())).isInstanceOf(PermanentFailure.class);
  }

  @Test
  void onePersonWithTooMuchWaitsAlone() {
    SubjectId rich = world.signUp("rich");
    for (int i = 0; i <= OBJECTS; i++) {
      boolean unused =
          world
              .cloud
              .documents()
              .create(World.prompt(rich, "p" + i), Fields.empty().with("text", "x"));
    }
    world.erasures.begin(rich, "account-deleted");

    assertThat(erased(rich).halted()).contains("more than 6 objects");
    assertThat(deleted("ann").state()).isEqualTo(OrderState.FULFILLED);

    decide("confirm", order(rich).id());

    assertThat(erased(rich).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("rich")).isFalse();
  }

  @Test
  void whatIsNoDecisionIsRefused() {
    assertThatThrownBy(() -> decide("perhaps", "erasures")).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> decide("deny", "erasures")).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> decide("confirm", "a/b")).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> decide("confirm", "none")).isInstanceOf(PermanentFailure.class);
  }
}
