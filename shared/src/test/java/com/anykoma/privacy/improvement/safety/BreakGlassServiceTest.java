package com.anykoma.privacy.improvement.safety;

import static com.anykoma.privacy.improvement.review.ReviewFixture.KIM;
import static com.anykoma.privacy.improvement.review.ReviewFixture.LEE;
import static com.anykoma.privacy.improvement.review.ReviewFixture.NAMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.improvement.review.ReviewFixture;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FlakyDocuments;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an original is shown only to its requester, after another person's approval. */
@Keeps("P18")
final class BreakGlassServiceTest {
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final SubjectId MAX = new SubjectId("max-of-staff");
  private static final TicketReference TICKET = new TicketReference("SAFE-1");

  private World world;
  private ReviewFixture fixture;
  private BreakGlassService service;
  private ReviewQueue<SafetyDecision> queue;
  private SubjectId ann;
  private DocumentPath prompt;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    fixture = new ReviewFixture(world);
    service = fixture.breakGlass(world.cloud.documents());
    queue = fixture.safety();
    ann = world.signUp("u1");
    world.clock.set(EventFixtures.at(1_000));
    prompt = fixture.prompt(ann, "p1");
    fixture.safetyRequests().submit(prompt, SafetyReason.REPORTED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String requested() {
    String item = queue.lease(KIM, 1).get(0).item();
    return request(item).orElseThrow();
  }

  private Optional<String> request(String item) {
    return service.request(KIM, item, BreakGlassReason.DANGER, TICKET);
  }

  private String approved() {
    String id = requested();
    assertThat(service.approve(LEE, id)).isTrue();
    return id;
  }

  private Optional<String> text(SubjectId requester, String id) {
    return service.open(requester, id).flatMap(it -> it.string("text"));
  }

  @Test
  void originalIsShownAuditedAndListedForTheSubject() {
    String id = approved();

    assertThat(text(KIM, id)).contains(NAMED);

    assertThat(fixture.viewsOf(ann))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.original()).isTrue();
              assertThat(it.purpose()).isEqualTo(Purpose.SECURITY);
              assertThat(it.cause().value()).isEqualTo("danger");
            });
    assertThat(fixture.audited("review")).hasSize(1);
    assertThat(fixture.audited("grant"))
        .extracting(it -> it.fields().string("action").orElseThrow())
        .containsExactlyInAnyOrder("opened", "confirmed");
    assertThat(fixture.audited("grant"))
        .extracting(it -> it.fields().string("actor").orElseThrow())
        .containsExactlyInAnyOrder(
            fixture.views().actor(KIM).value(), fixture.views().actor(LEE).value());
  }

  @Test
  void requestNeedsAnotherPersonsApproval() {
    String id = requested();

    assertThat(service.open(KIM, id)).isEmpty();
    assertThat(service.approve(KIM, id)).isFalse();
    assertThat(service.open(KIM, id)).isEmpty();
    assertThat(fixture.viewsOf(ann)).isEmpty();
  }

  @Test
  void onlyTheRequesterSeesTheOriginal() {
    String id = approved();

    assertThat(service.open(LEE, id)).isEmpty();
    assertThat(service.open(MAX, id)).isEmpty();
    assertThat(fixture.audited("review")).isEmpty();
  }

  @Test
  void approvalLastsExactlyOneHour() {
    String id = approved();

    world.clock.advance(BreakGlassService.OPEN.minus(TICK));
    assertThat(text(KIM, id)).isPresent();
    world.clock.advance(TICK);
    assertThat(text(KIM, id)).isEmpty();
    world.clock.advance(TICK);
    assertThat(text(KIM, id)).isEmpty();
  }

  @Test
  void secondApprovalDoesNotExtendTheFirst() {
    String id = approved();
    world.clock.advance(BreakGlassService.OPEN);

    assertThat(service.approve(LEE, id)).isTrue();
    assertThat(service.approve(MAX, id)).isTrue();

    assertThat(service.open(KIM, id)).isEmpty();
    assertThat(fixture.audited("grant")).hasSize(2);
  }

  @Test
  void requestCanBeApprovedFor24Hours() {
    String id = requested();
    world.clock.advance(BreakGlassService.APPROVABLE.minus(TICK));
    String other = id;

    world.clock.advance(TICK);

    assertThat(service.approve(LEE, other)).isFalse();
    assertThat(service.open(KIM, id)).isEmpty();
  }

  @Test
  void requestIsApprovedAtTheLastMoment() {
    String id = requested();
    world.clock.advance(BreakGlassService.APPROVABLE.minus(TICK));

    assertThat(service.approve(LEE, id)).isTrue();
    assertThat(text(KIM, id)).contains(NAMED);
  }

  @Test
  void requestNeedsTheLeaseOfTheItem() {
    String ofLee = queue.lease(LEE, 1).get(0).item();

    assertThat(request(ofLee)).isEmpty();
    assertThat(request("none")).isEmpty();
    assertThat(fixture.all("breakGlass")).isEmpty();
  }

  @Test
  @Keeps("P5")
  void itemOfTheOtherQueueHasNoOriginal() {
    String item = fixture.improvement().lease(KIM, 1).get(0).item();

    assertThat(request(item)).isEmpty();
  }

  @Test
  void requestIsForOneItemOnly() {
    DocumentPath other = fixture.prompt(ann, "p2");
    String id = approved();
    fixture.safetyRequests().submit(other, SafetyReason.REPORTED);
    String second = request(queue.lease(KIM, 1).get(0).item()).orElseThrow();

    assertThat(second).isNotEqualTo(id);
    assertThat(service.open(KIM, second)).isEmpty();
    assertThat(service.open(KIM, id)).isPresent();
  }

  @Test
  void doubledRequestIsOneRequest() {
    String item = queue.lease(KIM, 1).get(0).item();

    assertThat(request(item)).isEqualTo(request(item)).isPresent();
    assertThat(fixture.all("breakGlass")).hasSize(1);
    assertThat(fixture.audited("grant")).hasSize(1);
  }

  @Test
  @Keeps("P20")
  void deletedItemIsNotShown() {
    String id = approved();
    world.markDeleted(prompt.value());

    assertThat(service.open(KIM, id)).isEmpty();
    assertThat(fixture.audited("review")).isEmpty();
  }

  @Test
  @Keeps("P38")
  void restrictedPersonsOriginalIsNotShownOrApproved() {
    String id = approved();
    world.consents.signal(ann, Signal.RESTRICTION, true, world.clock.instant());

    assertThat(service.open(KIM, id)).isEmpty();
    assertThat(service.approve(LEE, id)).isFalse();
    assertThat(fixture.audited("review")).isEmpty();

    world.consents.signal(ann, Signal.RESTRICTION, false, world.clock.instant());
    assertThat(text(KIM, id)).contains(NAMED);
  }

  @Test
  @Keeps({"P20", "P23"})
  void purgeAndErasureRemoveTheRequest() {
    String id = approved();
    world.markDeleted(prompt.value());
    world.purge(world.purgesOf(prompt.value()).get(0));
    assertThat(fixture.all("breakGlass")).isEmpty();

    fixture.safetyRequests().submit(fixture.prompt(ann, "p2"), SafetyReason.REPORTED);
    String later = approved();
    world.cloud.accounts().delete(ann);
    world.erase(ann);

    assertThat(later).isNotEqualTo(id);
    assertThat(fixture.all("breakGlass")).isEmpty();
    assertThat(service.open(KIM, later)).isEmpty();
    assertThat(service.approve(LEE, later)).isFalse();
  }

  @Test
  void nothingIsShownIfTheAuditEntryIsRefused() {
    String id = approved();
    FlakyDocuments flaky = new FlakyDocuments(world.cloud.documents());
    flaky.next(FlakyDocuments.Next.IS_LOST);

    assertThatThrownBy(() -> fixture.breakGlass(flaky).open(KIM, id))
        .isInstanceOf(IllegalStateException.class);

    assertThat(fixture.viewsOf(ann)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "S-1", "SAFE", "safe-1", "SAFE-123456789", "SAFE-1 Ann", "SAFE-1\n"})
  void ticketReferenceHasNoFreeText(String text) {
    assertThat(TicketReference.of(text)).isEmpty();
    assertThatThrownBy(() -> new TicketReference(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
