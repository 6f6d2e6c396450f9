package com.anykoma.privacy.improvement.safety;

import static com.anykoma.privacy.improvement.review.ReviewFixture.KIM;
import static com.anykoma.privacy.improvement.review.ReviewFixture.LEE;
import static com.anykoma.privacy.improvement.review.ReviewFixture.UNNAMED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.improvement.review.ReviewFixture;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.improvement.review.ReviewedItem;
import com.anykoma.privacy.improvement.review.View;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how content gets into the queue for safety, is shown there and leaves it. */
@Keeps({"P33", "P18"})
final class SafetyReviewServiceTest {
  private World world;
  private ReviewFixture fixture;
  private SafetyReviewService service;
  private ReviewQueue<SafetyDecision> queue;
  private SubjectId payer;
  private DocumentPath prompt;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    fixture = new ReviewFixture(world);
    service = fixture.safetyRequests();
    queue = fixture.safety();
    payer = world.signUp("u1");
    world.subscribe(payer, "cus_u1");
    world.clock.set(EventFixtures.at(1_000));
    prompt = fixture.prompt(payer, "p1");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String leased(SubjectId reviewer) {
    return queue.lease(reviewer, 1).get(0).item();
  }

  @Test
  @Keeps("P38")
  void restrictedPersonsItemLeavesTheQueueAndEntersAfterwards() {
    service.submit(prompt, SafetyReason.REPORTED);
    String id = leased(ReviewFixture.KIM);
    world.consents.signal(payer, Signal.RESTRICTION, true, world.clock.instant());

    assertThat(queue.view(ReviewFixture.KIM, id)).isEmpty();
    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isFalse();
    assertThat(queue.lease(ReviewFixture.KIM, 1)).isEmpty();

    world.consents.signal(payer, Signal.RESTRICTION, false, world.clock.instant());
    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isTrue();
  }

  @Test
  void payersSealedContentIsDeidentifiedForTheReviewer() {
    assertThat(world.at(prompt.value()).orElseThrow().value("text"))
        .get()
        .isInstanceOf(Bytes.class);
    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isTrue();

    ReviewedItem item = queue.view(KIM, leased(KIM)).orElseThrow();

    assertThat(item.texts().reveal()).isEqualTo(Map.of("text", UNNAMED));
    assertThat(item.mayHaveImage()).isFalse();
    assertThat(fixture.viewsOf(payer))
        .extracting(View::purpose, it -> it.cause().value())
        .containsExactly(tuple(Purpose.SECURITY, "reported"));
  }

  @Test
  void riskyTextIsWithheld() {
    DocumentPath risky = World.prompt(payer, "risky");
    world.handle(world.write(risky, Fields.empty().with("text", "my password is hunter2")));
    service.submit(risky, SafetyReason.FLAGGED);

    ReviewedItem item = queue.view(KIM, leased(KIM)).orElseThrow();

    assertThat(item.withheld()).isTrue();
    assertThat(item.texts().reveal()).isEmpty();
  }

  @Test
  void imageIsShownAsStored() throws IOException {
    DocumentPath image = DocumentPath.of("users", "u1", "images", "i1");
    world.handle(world.write(image, Fields.empty().with("title", "fox")));
    world
        .services
        .blobs()
        .put(
            payer,
            new BlobId("content", image.value()),
            KeyClass.CONTENT,
            "image/png",
            "picture".getBytes(UTF_8));
    service.submit(image, SafetyReason.REPORTED);
    String id = leased(KIM);

    assertThat(queue.view(KIM, id).orElseThrow().mayHaveImage()).isTrue();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    queue.image(KIM, id).orElseThrow().writeTo(shown);

    assertThat(shown.toString(UTF_8)).isEqualTo("picture");
    assertThat(fixture.audited("review")).hasSize(2);
    assertThat(queue.image(LEE, id)).isEmpty();
  }

  @Test
  void doubledRequestAddsTheItemOnceAndKeepsItsLease() {
    service.submit(prompt, SafetyReason.REPORTED);
    String id = leased(KIM);

    assertThat(service.submit(prompt, SafetyReason.FLAGGED)).isTrue();

    assertThat(fixture.all("safetyReviews")).hasSize(1);
    assertThat(queue.lease(LEE, 1)).isEmpty();
    assertThat(queue.view(KIM, id)).isPresent();
  }

  @Test
  void decidedItemEntersAgainOnRequest() {
    service.submit(prompt, SafetyReason.REPORTED);
    queue.decide(KIM, leased(KIM), SafetyDecision.HARMLESS);
    assertThat(queue.lease(LEE, 1)).isEmpty();

    service.submit(prompt, SafetyReason.APPEALED);

    assertThat(queue.lease(LEE, 1)).hasSize(1);
    assertThat(fixture.all("safetyReviews"))
        .singleElement()
        .satisfies(it -> assertThat(it.fields().has("decision")).isFalse());
  }

  @Test
  void recordOfAFormerOwnerIsReplaced() {
    service.submit(prompt, SafetyReason.REPORTED);
    fixture
        .all("safetyReviews")
        .forEach(it -> world.put(it.path().value(), it.fields().with("uid", "u10")));

    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isTrue();

    assertThat(queue.view(KIM, leased(KIM))).isPresent();
    assertThat(fixture.viewsOf(payer)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/u1/prompts/none",
        "users/u1",
        "subjects/u1",
        "keys/k1",
        "audit/a1",
        "unknown/u1"
      })
  void onlyExistingContentCanBeAdded(String path) {
    assertThat(service.submit(new DocumentPath(path), SafetyReason.REPORTED)).isFalse();
    assertThat(fixture.all("safetyReviews")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void deletionByTheOwnerRemovesTheItem() {
    service.submit(prompt, SafetyReason.REPORTED);
    String id = leased(KIM);

    world.markDeleted(prompt.value());

    assertThat(queue.view(KIM, id)).isEmpty();
    assertThat(fixture.all("safetyReviews")).isEmpty();
    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isFalse();
  }

  @Test
  @Keeps("P20")
  void purgeRemovesAnItemThatNoReviewerTouches() {
    service.submit(prompt, SafetyReason.REPORTED);
    world.markDeleted(prompt.value());

    world.purge(world.purgesOf(prompt.value()).get(0));

    assertThat(fixture.all("safetyReviews")).isEmpty();
  }

  @Test
  @Keeps("P23")
  void erasureLeavesNoRecordAndShowsNothing() {
    service.submit(prompt, SafetyReason.REPORTED);
    String id = leased(KIM);
    world.cloud.accounts().delete(payer);

    world.erase(payer);

    assertThat(queue.view(KIM, id)).isEmpty();
    assertThat(fixture.all("safetyReviews")).isEmpty();
    assertThat(service.submit(prompt, SafetyReason.REPORTED)).isFalse();
  }

  @Test
  @Keeps("P20")
  void itemWhoseKeyIsDestroyedLeavesTheQueue() {
    service.submit(prompt, SafetyReason.REPORTED);
    String id = leased(KIM);
    world.services.shredding().shred(payer, KeyClass.CONTENT);
    world.clock.advance(Duration.ofMinutes(30)); // longer than keys are cached

    assertThat(queue.view(KIM, id)).isEmpty();
    assertThat(fixture.all("safetyReviews")).isEmpty();
  }

  @Test
  void viewTakesOneQueryOneTransactionAndOneRead() {
    service.submit(prompt, SafetyReason.REPORTED);
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

    fixture.safety(counted).view(KIM, id);

    assertThat(trips).containsExactly("find", "transact", "get");
  }
}
