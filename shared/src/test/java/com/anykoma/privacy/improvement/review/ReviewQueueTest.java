package com.anykoma.privacy.improvement.review;

import static com.anykoma.privacy.improvement.review.ReviewFixture.KIM;
import static com.anykoma.privacy.improvement.review.ReviewFixture.LEE;
import static com.anykoma.privacy.improvement.review.ReviewFixture.UNNAMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FlakyDocuments;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests leases, views and decisions of the queue for improvement. */
@Keeps({"P5", "P18"})
final class ReviewQueueTest {
  private static final Duration TICK = Duration.ofNanos(1_000);

  private World world;
  private ReviewFixture fixture;
  private ReviewQueue<ImprovementDecision> queue;
  private SubjectId ann;
  private DocumentPath prompt;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    fixture = new ReviewFixture(world);
    queue = fixture.improvement();
    ann = world.signUp("u1");
    world.clock.set(EventFixtures.at(1_000));
    prompt = fixture.prompt(ann, "p1");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String leased(SubjectId reviewer) {
    return queue.lease(reviewer, 1).get(0).item();
  }

  private Optional<Map<String, String>> texts(SubjectId reviewer, String id) {
    return queue.view(reviewer, id).map(it -> it.texts().reveal());
  }

  @Test
  void reviewerSeesTheDeidentifiedCopyUnderARandomId() {
    String id = leased(KIM);

    ReviewedItem item = queue.view(KIM, id).orElseThrow();

    assertThat(item.texts().reveal()).isEqualTo(Map.of("text", UNNAMED));
    assertThat(item.withheld()).isFalse();
    assertThat(item.toString()).doesNotContain("castle");
    assertThat(id).doesNotContain("u1").doesNotContain("p1");
  }

  @Test
  void reviewerSeesTheImageOfAnAdmittedItemUntilItsOwnerObjects() throws IOException {
    world.markDeleted(prompt.value());
    DocumentPath item = new DocumentPath("users/u1/images/i1");
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png", picture);
    Blob upload =
        world
            .cloud
            .blobs()
            .write(
                new BlobId("uploads", item.value()),
                "image/png",
                Map.of(),
                OptionalLong.of(0),
                out -> picture.writeTo(out));
    world.services.uploads().sealUpload(upload);
    world.handle(world.write(item, Fields.empty().with("blob", item.value())));
    fixture.copyAll();
    String id = leased(KIM);

    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    queue.image(KIM, id).orElseThrow().writeTo(seen);
    world.writeAccount(ann, Fields.empty().with("objection", true));

    assertThat(ImageIO.read(new ByteArrayInputStream(seen.toByteArray())).getWidth()).isEqualTo(8);
    assertThat(queue.image(LEE, id)).isEmpty();
    assertThat(queue.image(KIM, id)).isEmpty();
  }

  @Test
  void itemHasAnotherIdInTheNextLease() {
    String first = leased(KIM);
    world.clock.advance(ReviewQueue.LEASE);

    String second = leased(LEE);

    assertThat(second).isNotEqualTo(first);
    assertThat(texts(LEE, first)).isEmpty();
    assertThat(texts(LEE, second)).isPresent();
  }

  @Test
  void leaseLastsExactlyOneHour() {
    String id = leased(KIM);

    world.clock.advance(ReviewQueue.LEASE.minus(TICK));
    assertThat(texts(KIM, id)).isPresent();
    assertThat(queue.lease(LEE, 1)).isEmpty();

    world.clock.advance(TICK);
    assertThat(texts(KIM, id)).isEmpty();
    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isFalse();

    world.clock.advance(TICK);
    assertThat(texts(KIM, id)).isEmpty();
    assertThat(queue.lease(LEE, 1)).hasSize(1);
  }

  @Test
  void itemOfAnExpiredLeaseIsKeptForTheNextReviewer() {
    String late = leased(KIM);
    world.clock.advance(ReviewQueue.LEASE);
    String current = leased(LEE);

    assertThat(queue.decide(KIM, late, ImprovementDecision.POOR)).isFalse();
    assertThat(queue.decide(LEE, current, ImprovementDecision.GOOD)).isTrue();

    assertThat(fixture.all("reviews"))
        .singleElement()
        .satisfies(it -> assertThat(it.fields().string("decision")).contains("good"));
  }

  @Test
  void anotherReviewerCanNeitherViewNorDecide() {
    String id = leased(KIM);

    assertThat(texts(LEE, id)).isEmpty();
    assertThat(queue.image(LEE, id)).isEmpty();
    assertThat(queue.decide(LEE, id, ImprovementDecision.GOOD)).isFalse();
    assertThat(texts(KIM, id)).isPresent();
  }

  @Test
  void decisionIsIdempotentAndFinal() {
    String id = leased(KIM);

    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isTrue();
    world.clock.advance(ReviewQueue.LEASE);

    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isTrue();
    assertThat(queue.decide(KIM, id, ImprovementDecision.POOR)).isFalse();
    assertThat(texts(KIM, id)).isEmpty();
    assertThat(queue.lease(LEE, 1)).isEmpty();
  }

  @Test
  void decisionIsKnownIfItsAnswerWasLost() {
    String id = leased(KIM);
    FlakyDocuments flaky = new FlakyDocuments(world.cloud.documents());
    flaky.next(FlakyDocuments.Next.IS_DONE_WITHOUT_ANSWER);

    assertThatThrownBy(() -> fixture.improvement(flaky).decide(KIM, id, ImprovementDecision.GOOD))
        .isInstanceOf(IllegalStateException.class);

    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isTrue();
  }

  @Test
  void itemIsLeasedToTheWinnerOfARace() {
    queue.enter(ann, prompt, new ReasonCode("sampled"));
    List<Lease> won = new ArrayList<>();
    Documents overtaken =
        InterceptedPorts.runBefore(
            Documents.class,
            world.cloud.documents(),
            "transact",
            () -> won.addAll(queue.lease(LEE, 1)));

    List<Lease> lost = fixture.improvement(overtaken).lease(KIM, 1);

    assertThat(won).hasSize(1);
    assertThat(lost).isEmpty();
  }

  @Test
  void doubledRequestLeasesOtherItems() {
    fixture.prompt(ann, "p2");

    Set<String> ids = new HashSet<>();
    queue.lease(KIM, 1).forEach(it -> ids.add(it.item()));
    queue.lease(KIM, 1).forEach(it -> ids.add(it.item()));
    queue.lease(KIM, 1).forEach(it -> ids.add(it.item()));

    assertThat(ids).hasSize(2);
  }

  @Test
  void batchHasAtMostTheItemsAskedFor() {
    for (int i = 2; i <= 25; i++) {
      fixture.prompt(ann, "p" + i);
    }

    assertThat(queue.lease(KIM, 3)).hasSize(3);
    assertThat(queue.lease(KIM, ReviewQueue.MAX_BATCH)).hasSize(20);
    assertThat(queue.lease(KIM, ReviewQueue.MAX_BATCH)).hasSize(2);
    assertThatThrownBy(() -> queue.lease(KIM, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.lease(KIM, 21)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Keeps("P8")
  void payersContentIsNeverDrawn() {
    SubjectId payer = world.signUp("payer");
    world.subscribe(payer, "cus_payer");
    world.clock.advance(Duration.ofMinutes(1));
    fixture.prompt(payer, "paid");

    queue.lease(KIM, 20);

    assertThat(fixture.all("reviews"))
        .singleElement()
        .satisfies(it -> assertThat(it.fields().string("uid")).contains("u1"));
    assertThat(queue.enter(payer, World.prompt(payer, "paid"), new ReasonCode("sampled")))
        .isFalse();
  }

  private record Change(String name, Consumer<ReviewQueueTest> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Change> changes() {
    return Stream.of(
        new Change("upgraded", it -> it.world.subscribe(it.ann, "cus_u1")),
        new Change(
            "objected", it -> it.world.writeAccount(it.ann, Fields.of(Map.of("objection", true)))),
        new Change("restricted", it -> it.restrict()),
        new Change("marked as deleted", it -> it.world.markDeleted(it.prompt.value())),
        new Change("marked, event lost", it -> it.markWithoutEvent()),
        new Change("deleted, event lost", it -> it.world.delete(it.prompt)),
        new Change("sensitive", it -> it.world.stamping.markSensitive(it.ann, it.prompt)),
        new Change("withdrawn", it -> it.withdrawEntry()),
        new Change("without a copy", it -> it.loseCopy()),
        new Change("stamp lost", it -> it.loseStamp()),
        new Change("erasure requested", it -> it.world.erasures.request(it.ann, "requested")));
  }

  private void restrict() {
    world.consents.signal(ann, Signal.RESTRICTION, true, world.clock.instant());
  }

  private void markWithoutEvent() {
    world.put(prompt.value(), Fields.empty().with("text", "x").with("deletedAt", false));
  }

  private void withdrawEntry() {
    fixture
        .all("corpus")
        .forEach(it -> world.put(it.path().value(), it.fields().with("state", "withdrawn")));
  }

  private void loseCopy() {
    fixture
        .all("corpus")
        .forEach(it -> world.put(it.path().value(), it.fields().without("copyId")));
  }

  private void loseStamp() {
    fixture.all("subjects/u1/items").forEach(it -> world.remove(it.path().value()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  @Keeps({"P3", "P6", "P8", "P25", "P32"})
  void itemLeavesTheQueueBetweenLeaseAndView(Change change) {
    String id = leased(KIM);
    world.clock.advance(Duration.ofMinutes(1));

    change.apply().accept(this);

    assertThat(queue.view(KIM, id)).isEmpty();
    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isFalse();
    assertThat(fixture.all("reviews")).isEmpty();
    assertThat(queue.lease(LEE, 1).stream().map(it -> queue.view(LEE, it.item())))
        .allMatch(Optional::isEmpty);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void waitingItemIsNotShownAfterAChange(Change change) {
    queue.enter(ann, prompt, new ReasonCode("sampled"));
    world.clock.advance(Duration.ofMinutes(1));

    change.apply().accept(this);

    assertThat(queue.lease(KIM, 1).stream().map(it -> queue.view(KIM, it.item())))
        .allMatch(Optional::isEmpty);
    assertThat(fixture.all("reviews")).isEmpty();
  }

  @Test
  @Keeps("P23")
  void nothingOfAnErasedPersonIsShown() {
    String id = leased(KIM);
    world.consents.end(ann, "account-deleted", tx -> 1);

    assertThat(texts(KIM, id)).isEmpty();
    assertThat(queue.decide(KIM, id, ImprovementDecision.GOOD)).isFalse();
    assertThat(queue.lease(LEE, 1)).isEmpty();
  }

  @Test
  void refusedDeletionOfARecordShowsNothing() {
    String id = leased(KIM);
    world.markDeleted(prompt.value());
    FlakyDocuments flaky = new FlakyDocuments(world.cloud.documents());
    flaky.next(FlakyDocuments.Next.IS_LOST);

    assertThatThrownBy(() -> fixture.improvement(flaky).view(KIM, id))
        .isInstanceOf(IllegalStateException.class);

    assertThat(texts(KIM, id)).isEmpty();
    assertThat(fixture.all("reviews")).isEmpty();
  }

  @Test
  void viewIsAuditedAndListedForTheSubject() {
    String id = leased(KIM);

    queue.view(KIM, id);
    queue.view(KIM, id);

    assertThat(fixture.viewsOf(ann))
        .containsExactly(
            new View(
                LocalDate.of(2026, 3, 1), Purpose.IMPROVEMENT, new ReasonCode("sampled"), false));
    assertThat(fixture.audited("review"))
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(it.fields().string("action")).contains("viewed");
              assertThat(it.fields().string("actor")).contains(fixture.views().actor(KIM).value());
              assertThat(it.fields().string("subject"))
                  .contains(
                      world
                          .subjects
                          .get(ann)
                          .orElseThrow()
                          .auditKey()
                          .orElseThrow()
                          .subject()
                          .value());
            });
    assertThat(fixture.all("subjects/u1/views").toString() + fixture.audited("review"))
        .doesNotContain(KIM.value())
        .doesNotContain(id);
  }

  @Test
  void nothingIsShownIfTheAuditEntryIsRefused() {
    String id = leased(KIM);
    FlakyDocuments flaky = new FlakyDocuments(world.cloud.documents());
    flaky.next(FlakyDocuments.Next.IS_LOST);

    assertThatThrownBy(() -> fixture.improvement(flaky).view(KIM, id))
        .isInstanceOf(IllegalStateException.class);

    assertThat(fixture.viewsOf(ann)).isEmpty();
    assertThat(fixture.audited("review")).isEmpty();
  }

  @Test
  void itemIsReviewableFor30Days() {
    queue.enter(ann, prompt, new ReasonCode("sampled"));
    world.clock.advance(Duration.ofDays(30).minus(TICK));
    String id = leased(KIM);
    assertThat(texts(KIM, id)).isPresent();

    world.clock.advance(TICK);

    assertThat(texts(KIM, id)).isEmpty();
    assertThat(fixture.all("reviews")).isEmpty();
  }

  @Test
  @Keeps("P21")
  void sweepDeletesRecordsThatAreTooOld() {
    String id = leased(KIM);
    queue.decide(KIM, id, ImprovementDecision.GOOD);
    world.advanceDays(31);

    world.services.expiry().sweep(world.clock.instant().plusSeconds(60));

    assertThat(fixture.all("reviews")).isEmpty();
  }

  @Test
  void unreadableEntriesAndRecordsDoNotBlockOthers() {
    world.put("corpus/bad", Fields.of(Map.of("state", "admitted")));
    world.put("reviews/bad", Fields.empty().with("availableAt", world.clock.instant()));

    try (Alarms alarms = new Alarms()) {
      assertThat(queue.lease(KIM, 2)).hasSize(1);

      assertThat(alarms.messages())
          .anyMatch(it -> it.contains("where=corpus item=bad"))
          .anyMatch(it -> it.contains("where=reviews item=bad"))
          .noneMatch(it -> it.contains("u1"));
    }
  }

  @Test
  void failureOfTheStoreIsReportedIfNothingWasLeased() {
    queue.enter(ann, prompt, new ReasonCode("sampled"));
    Documents refusing =
        InterceptedPorts.wrap(
            Documents.class,
            world.cloud.documents(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                if (operation.equals("transact")) {
                  throw new IllegalStateException("refused");
                }
              }
            });

    assertThatThrownBy(() -> fixture.improvement(refusing).lease(KIM, 1)).hasMessage("refused");
    assertThat(queue.lease(KIM, 1)).hasSize(1);
  }

  @Test
  void shortListingLeasesLessButLosesNothing() {
    queue.enter(ann, prompt, new ReasonCode("sampled"));
    Documents forgetful =
        InterceptedPorts.wrap(
            Documents.class,
            world.cloud.documents(),
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("find") ? List.<Document>of() : answer;
              }
            });

    assertThat(fixture.improvement(forgetful).lease(KIM, 1)).isEmpty();

    assertThat(queue.lease(KIM, 1)).hasSize(1);
  }

  @Test
  void viewTakesOneQueryOneTransactionAndOneRead() {
    String id = leased(KIM);
    List<String> trips = new ArrayList<>();
    Documents counted =
        InterceptedPorts.wrap(
            Documents.class,
            world.cloud.documents(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                trips.add(operation);
              }
            });

    fixture.improvement(counted).view(KIM, id);

    assertThat(trips).containsExactly("find", "transact", "get");
  }

  @Test
  @Keeps({"P20", "P23"})
  void erasureLeavesNoRecordOfTheQueueAndNoView() {
    queue.view(KIM, leased(KIM));

    world.cloud.accounts().delete(ann);
    world.erase(ann);

    assertThat(fixture.all("reviews")).isEmpty();
    assertThat(fixture.all("subjects/u1/views")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void purgeOfAnItemRemovesItFromTheQueue() {
    leased(KIM);
    world.markDeleted(prompt.value());

    world.purge(world.purgesOf(prompt.value()).get(0));

    assertThat(fixture.all("reviews")).isEmpty();
  }
}
