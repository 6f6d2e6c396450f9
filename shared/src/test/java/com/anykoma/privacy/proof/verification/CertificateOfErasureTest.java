package com.anykoma.privacy.proof.verification;

import static com.anykoma.privacy.proof.verification.Person.U1;
import static com.anykoma.privacy.usage.plan.EventFixtures.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the findings of erasure certificates, and that they contain no identifiers. */
@Keeps({"P20", "P23"})
@Tag("slow")
final class CertificateOfErasureTest {
  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void live() {
    world = Person.populated(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Certificate certified(RemovalOrder order) {
    world.certify(order);
    return world.certificateOf(order).orElseThrow();
  }

  private static Finding finding(List<Finding> findings, String place) {
    return findings.stream().filter(it -> it.place().equals(place)).findFirst().orElseThrow();
  }

  private static Finding location(Certificate certificate, String place) {
    return finding(certificate.locations(), place);
  }

  private static Finding copies(Certificate certificate, String place) {
    return finding(certificate.copies(), place);
  }

  @Test
  void everyLocationWithASubjectHasOneFinding() {
    List<String> withSubject =
        world.dataMap.locations().stream()
            .filter(it -> !(it.place() instanceof Place.Log))
            .filter(it -> !(it.subject() instanceof SubjectLocator.None))
            .map(Location::name)
            .toList();

    Certificate certificate = certified(world.removeData(U1.subject()));

    assertThat(certificate.locations())
        .extracting(Finding::place)
        .containsExactlyInAnyOrderElementsOf(withSubject);
  }

  @Test
  void deletedDataAreGoneAndRetainedDataHaveAGround() {
    Certificate certificate = certified(world.removeData(U1.subject()));

    for (Finding each : certificate.locations()) {
      Location location = world.dataMap.location(each.place()).orElseThrow();
      if (location.erase().action() == Action.DELETE) {
        assertThat(each).isEqualTo(Finding.gone(location.name()));
      } else if (each.status() != Status.GONE) {
        assertThat(each)
            .isEqualTo(
                Finding.retained(
                    location.name(), Optional.empty(), location.erase().ground().orElseThrow()));
      }
    }
    assertThat(certificate.locations().stream().filter(it -> it.status() == Status.RETAINED))
        .extracting(Finding::place)
        .contains("securityLogs", "stripeEvents", "stripeInvoices", "keys", "audit")
        .contains("tombstones", "fences")
        .doesNotContain("holds", "heldCopies");
    assertThat(certificate.remaining()).isEmpty();
  }

  @Test
  @Keeps("P21")
  void expiredFenceIsGoneAndActiveFenceIsRetained() {
    RemovalOrder order = world.removeData(U1.subject());
    world.remove("fences/" + SubjectHash.fence(U1.subject()));

    assertThat(location(certified(order), "fences")).isEqualTo(Finding.gone("fences"));

    Person other = new Person("other", "cus_of_other");
    other.addDataTo(world);
    assertThat(location(certified(world.removeData(other.subject())), "fences").status())
        .isEqualTo(Status.RETAINED);
  }

  @Test
  void certificateHasTheOrdersCauseAndTimes() {
    RemovalOrder order = world.removeData(U1.subject());
    world.clock.advance(Duration.ofMinutes(3));

    Certificate certificate = certified(order);

    assertThat(certificate.kind()).isEqualTo(Certificate.Kind.ERASURE);
    assertThat(certificate.order()).isEqualTo(order.id());
    assertThat(certificate.round()).isZero();
    assertThat(certificate.cause()).isEqualTo("account-deleted");
    assertThat(certificate.requestedAt()).isEqualTo(START);
    assertThat(certificate.dueAt()).isEqualTo(Residency.deadline(START));
    assertThat(certificate.issuedAt()).isEqualTo(START.plus(Duration.ofMinutes(3)));
    assertThat(certificate.dataMap()).isEqualTo("ab".repeat(32));
    assertThat(certificate.follows()).isEmpty();
  }

  @Test
  void personWithoutCustomerHasNoInvoices() {
    new Person("unpaying", "cus_other").addDataTo(world);
    world.remove("customers/cus_other");

    Certificate certificate = certified(world.removeData(new Person("unpaying", "").subject()));

    assertThat(location(certificate, "stripeInvoices").status()).isEqualTo(Status.GONE);
    assertThat(location(certificate, "stripeCustomer").status()).isEqualTo(Status.GONE);
  }

  @Test
  @Keeps({"P20", "P28", "E22"})
  void pendingRedactionLeadsToASecondCertificate() {
    world.cloud.billing().holdRedactions(true);
    RemovalOrder order = world.removeData(U1.subject());

    Certificate first = certified(order);
    RemovalOrder waiting = world.runAgain(order);

    assertThat(location(first, "stripeCustomer").status()).isEqualTo(Status.PENDING);
    assertThat(location(first, "stripeCustomer").until()).contains(START.plus(Duration.ofDays(90)));
    assertThat(first.remaining()).extracting(Finding::place).containsExactly("stripeCustomer");
    assertThat(waiting.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(waiting.subject()).isEmpty();

    world.cloud.billing().holdRedactions(false);
    world.clock.advance(Duration.ofDays(1));
    world.runAgain(order);
    Certificate second = certified(order);

    assertThat(second.round()).isEqualTo(1);
    assertThat(second.follows()).contains(Certificate.hash(world.fileOf(order, 0).orElseThrow()));
    assertThat(second.locations())
        .extracting(Finding::place)
        .containsExactlyInAnyOrder("stripeCustomer", "stripeInvoices");
    assertThat(location(second, "stripeCustomer").status()).isEqualTo(Status.GONE);
    assertThat(copies(second, "main").until()).contains(START.plus(Duration.ofDays(14)));
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  @Keeps("E28")
  void onlyThePersonWithTheNonceCanShowThatTheCertificateIsTheirs() {
    RemovalOrder order = world.removeData(U1.subject());
    String nonce = order.nonce().orElseThrow();
    String otherNonce = world.removeData(world.signUp("u2")).nonce().orElseThrow();

    Certificate certificate = certified(order);

    certificate.requireAbout(nonce, "u1");
    assertThatThrownBy(() -> certificate.requireAbout(nonce, "u2"))
        .isInstanceOf(InvalidProof.class);
    assertThatThrownBy(() -> certificate.requireAbout(otherNonce, "u1"))
        .isInstanceOf(InvalidProof.class);
    assertThatThrownBy(() -> certificate.requireAbout("guess", "u1"))
        .isInstanceOf(InvalidProof.class);
  }

  @Test
  @Keeps({"P23", "E28"})
  void fulfilledOrderKeepsNeitherTheUidNorTheNonce() {
    world.cloud.billing().holdRedactions(true);
    RemovalOrder order = world.removeData(U1.subject());
    String nonce = order.nonce().orElseThrow();
    certified(order);
    RemovalOrder waiting = world.runAgain(order);
    world.cloud.billing().holdRedactions(false);
    world.clock.advance(Duration.ofDays(1));
    world.runAgain(order);
    Certificate second = certified(order);
    RemovalOrder fulfilled = world.runAgain(order);

    second.requireAbout(nonce, "u1");
    assertThat(List.of(waiting, fulfilled))
        .allSatisfy(
            each -> {
              assertThat(each.subject()).isEmpty();
              assertThat(each.nonce()).isEmpty();
              assertThat(each.fields().asMap()).doesNotContainValue(nonce);
            });
  }

  @Test
  @Keeps({"E16", "E28"})
  void recreatedAccountGetsAnotherNonceAndCertificate() {
    RemovalOrder first = world.removeData(U1.subject());
    world.certify(first);
    world.runAgain(first);
    world.cloud.accounts().create(U1.subject(), Optional.empty(), Optional.empty());

    world.services.lateWrites().handle(new LateWrite(U1.subject(), Optional.empty()));

    RemovalOrder second = world.order(U1.subject());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.nonce()).isPresent().isNotEqualTo(first.nonce());
  }

  @Test
  void orderFromBeforeCommitmentsIsCertifiedWithoutOne() {
    RemovalOrder order = world.removeData(U1.subject());
    world.cloud.documents().set(order.path(), order.fields().without("nonce"));

    Certificate certificate = certified(order);

    assertThat(certificate.subjectCommitment()).isEmpty();
    assertThatThrownBy(() -> certificate.requireAbout(order.nonce().orElseThrow(), "u1"))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("not about the person");
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  /** Repeats the erasure every day, like the sweep. */
  private RemovalOrder daysPass(RemovalOrder order, int days) {
    for (int i = 0; i < days; i++) {
      world.clock.advance(Duration.ofDays(1));
      world.runAgain(order);
      world.certify(order);
      world.runAgain(order);
    }
    return world.reload(order);
  }

  private long certificatesOf(RemovalOrder order) {
    return evidence().stream()
        .filter(it -> it.id().name().startsWith("certificates/" + order.id() + "/"))
        .count();
  }

  @Test
  @Keeps({"P20", "P28", "E22"})
  void refusedRedactionIsPendingInOneCertificate() {
    world.cloud.billing().refuseRedactions(true);
    RemovalOrder order = world.removeData(U1.subject());

    Certificate first = certified(order);
    RemovalOrder waiting = daysPass(order, 3);

    Finding pending = location(first, "stripeCustomer");
    assertThat(pending.status()).isEqualTo(Status.PENDING);
    assertThat(pending.until()).contains(START.plus(Duration.ofDays(90)));
    assertThat(pending.ground().orElseThrow())
        .startsWith("the payment provider refuses redaction requests");
    assertThat(waiting.fields().map("pending").map("stripeCustomer").string("ground"))
        .isEqualTo(pending.ground());
    assertThat(waiting.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(waiting.subject()).isEmpty();
    assertThat(certificatesOf(order)).isEqualTo(1);

    world.cloud.billing().refuseRedactions(false);
    RemovalOrder done = daysPass(order, 1);

    assertThat(done.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(done.fields().has("redactions")).isFalse();
    assertThat(certificatesOf(order)).isEqualTo(2);
  }

  @Test
  @Keeps({"P20", "P28", "E22"})
  void slowRedactionIsRequestedOnce() {
    world.cloud.billing().holdRedactions(true);
    RemovalOrder order = world.removeData(U1.subject());
    world.certify(order);

    RemovalOrder waiting = daysPass(order, 3);

    assertThat(waiting.fields().maps("redactions"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.string("customer")).contains("cus_1");
              assertThat(world.cloud.billing().redactionIds())
                  .containsExactly(it.string("request").orElseThrow());
            });
    assertThat(certificatesOf(order)).isEqualTo(1);
  }

  @Test
  @Keeps({"P20", "P23"})
  void unknownCustomerIsDisclosedAndTheErasureEnds() {
    new Person("u2", "cus_2").addDataTo(world);
    world.put("customers/cus_never", Fields.empty().with("uid", "u2"));
    RemovalOrder order = world.removeData(new Person("u2", "cus_2").subject());

    Certificate certificate = certified(order);

    assertThat(location(certificate, "stripeCustomer"))
        .isEqualTo(
            Finding.retained(
                "stripeCustomer", Optional.empty(), ProviderVerification.UNKNOWN_CUSTOMER));
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(certificatesOf(order)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Keeps({"P20", "P23", "E21"})
  void heldDataAreRetainedUntilTheLastHoldEnds(boolean imageLast) {
    HoldService holding = holding();
    Instant sooner = START.plus(Duration.ofDays(20));
    Instant later = START.plus(Duration.ofDays(40));
    List<String> holds =
        List.of(
            holding.place(
                new DocumentPath("users/u1/images/i1"), "case 7", imageLast ? later : sooner),
            holding.place(
                new DocumentPath("users/u1/prompts/p1"), "case 8", imageLast ? sooner : later));
    RemovalOrder order = world.removeData(U1.subject());

    Certificate first = certified(order);

    assertThat(location(first, "heldCopies").status()).isEqualTo(Status.RETAINED);
    assertThat(location(first, "heldCopies").until()).contains(later);
    assertThat(location(first, "holds").status()).isEqualTo(Status.RETAINED);
    assertThat(location(first, "sealedImages").status()).isEqualTo(Status.GONE);
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.IN_PROGRESS);

    world.clock.set(later);
    holds.forEach(holding::process);
    world.runAgain(order);
    Certificate second = certified(order);

    assertThat(second.follows()).contains(Certificate.hash(world.fileOf(order, 0).orElseThrow()));
    assertThat(location(second, "heldCopies").status()).isEqualTo(Status.GONE);
    assertThat(location(second, "holds").status()).isEqualTo(Status.GONE);
    assertThat(copies(second, "main").until()).contains(later.plus(Duration.ofDays(14)));
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  private HoldService holding() {
    return world.services.holds();
  }

  @Test
  void copiesLastAsLongAsTheirStoreKeepsThem() {
    Certificate certificate = certified(world.removeData(U1.subject()));

    assertThat(copies(certificate, "content")).isEqualTo(Finding.gone("content"));
    assertThat(copies(certificate, "uploads")).isEqualTo(Finding.gone("uploads"));
    assertThat(copies(certificate, "main").status()).isEqualTo(Status.PENDING);
    assertThat(copies(certificate, "main").until()).contains(START.plus(Duration.ofDays(14)));
    assertThat(copies(certificate, "auth").until()).contains(START.plus(Duration.ofDays(180)));
    assertThat(copies(certificate, "auth").ground().orElseThrow())
        .startsWith("Google removes deleted accounts");
    assertThat(certificate.copies())
        .extracting(Finding::place)
        .containsExactlyElementsOf(
            FixtureProduct.RESIDENCY.stores().stream()
                .map(it -> it.name())
                .filter(it -> !it.equals("kek"))
                .toList());
  }

  @Test
  void copiesAreCountedFromTheLastDeletion() {
    RemovalOrder order = world.removeData(U1.subject());
    world.put("users/u1", Fields.empty().with("displayName", "Ann"));
    world.certify(order);
    world.erasureExecution.handle(world.reportedDiscrepancies(Topic.ERASE).orElseThrow());
    world.runAgain(order);
    Instant removedAt = world.clock.instant();
    world.clock.advance(Duration.ofMinutes(2));

    Certificate certificate = certified(order);

    assertThat(removedAt).isAfter(START);
    assertThat(copies(certificate, "main").until()).contains(removedAt.plus(Duration.ofDays(14)));
  }

  @Test
  @Keeps("P16")
  void onlySealedCopiesAreUnreadable() throws IOException {
    RemovalOrder order = world.removeData(U1.subject());

    world
        .on(world.cloud, world.files.with(with("softDelete: PT0S", "softDelete: P7D")))
        .certifying()
        .handle(World.verification(order));

    Certificate certificate = world.certificateOf(order).orElseThrow();
    assertThat(copies(certificate, "content").status()).isEqualTo(Status.UNREADABLE);
    assertThat(copies(certificate, "content").until()).contains(START.plus(Duration.ofDays(7)));
    assertThat(copies(certificate, "uploads").status()).isEqualTo(Status.PENDING);
    assertThat(copies(certificate, "uploads").ground())
        .contains("restorable for a limited time: soft delete");
  }

  /** The fixture's residency with one setting changed everywhere. */
  private static Residency with(String setting, String changed) {
    String text = FixtureProduct.text("residency.yaml");
    assertThat(text).contains(setting);
    return Residency.read(Setting.parse("residency.yaml", text.replace(setting, changed)));
  }

  @Test
  @Keeps("E28")
  void repeatedRequestGivesTheSameCertificate() {
    RemovalOrder order = world.removeData(U1.subject());
    world.certify(order);
    Bytes first = world.fileOf(order, 0).orElseThrow();
    List<Blob> evidence = evidence();
    world.clock.advance(Duration.ofHours(5));

    world.certify(order);
    RemovalOrder done = world.runAgain(order);
    world.certify(order);

    assertThat(done.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.fileOf(order, 0)).contains(first);
    assertThat(evidence()).isEqualTo(evidence);
  }

  private List<Blob> evidence() {
    return world.cloud.blobs().listGenerations("evidence", "", Optional.empty(), 1_000).items();
  }

  @Test
  @Keeps({"E28", "P20"})
  void concurrentCertificateIsNotReplaced() {
    RemovalOrder order = world.removeData(U1.subject());
    CertifyService other = world.on(world.cloud).certifying();
    world.certify(order);
    List<Blob> evidence = evidence();
    world.clock.advance(Duration.ofSeconds(1));

    other.handle(World.verification(order));

    assertThat(evidence()).isEqualTo(evidence);
  }

  @Test
  void certificateContainsNoIdentifiers() {
    Person person = new Person("unmistakable-uid", "cus_unmistakable");
    person.addDataTo(world);
    RemovalOrder order = world.removeData(person.subject());

    world.certify(order);

    String file = new String(world.fileOf(order, 0).orElseThrow().toArray(), UTF_8);
    assertThat(file.toLowerCase(Locale.ROOT))
        .contains("certificate-of-erasure")
        .doesNotContain("unmistakable", "example.org", "users/", "images/i1", "evt_");
    assertThat(evidence()).noneMatch(it -> it.id().name().contains("unmistakable"));
  }

  @Test
  @Keeps({"E28", "P20"})
  void publicKeysAreEnoughToVerify() {
    RemovalOrder order = world.removeData(U1.subject());
    world.certify(order);
    KeyRing keys = new EvidenceStore(world.cloud.blobs()).keyRing().orElseThrow();

    Certificate read =
        Certificate.verified(
            world.fileOf(order, 0).orElseThrow().toArray(),
            KeyRing.read(keys.publish()),
            START.plus(Duration.ofDays(1_000)));

    assertThat(read).isEqualTo(world.certificateOf(order).orElseThrow());
  }
}
