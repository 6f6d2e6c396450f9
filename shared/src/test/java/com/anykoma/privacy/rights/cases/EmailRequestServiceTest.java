package com.anykoma.privacy.rights.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.cases.EmailRequestService.Confirmation;
import com.anykoma.privacy.rights.cases.EmailRequestService.Status;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests requests of people who are not signed in or have no account. */
@Keeps({"P20", "P23", "E28"})
@Tag("slow")
@SuppressWarnings("NullAway.Init")
final class EmailRequestServiceTest {
  private static final String EMAIL = "ada@example.com";
  private static final EmailAddress ADA = EmailAddress.of(EMAIL).orElseThrow();
  private static final URI PAGES = URI.create("https://example.com/privacy");

  @TempDir private Path directory;
  private World world;
  private RecordedCases cases;
  private EmailRequestService requests;

  @BeforeEach
  void open() {
    world = new World(directory);
    requests = on(world.cloud);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private EmailRequestService on(Cloud cloud) {
    var services = world.on(cloud);
    EmailLinks links = services.emailLinks(PAGES);
    cases = new RecordedCases(cloud.documents(), links, services.erasures());
    return services.emailRequests(cases, links);
  }

  private SubjectId ada(String email) {
    SubjectId ada = new SubjectId("ada");
    world.cloud.accounts().create(ada, Optional.of(Sensitive.of(email)), Optional.empty());
    world.writeAccount(ada, Fields.empty().with("displayName", "Ada"));
    return ada;
  }

  private Confirmation confirmed(CaseKind kind) {
    requests.open(ADA, kind);
    return requests.confirm(cases.token()).orElseThrow();
  }

  private Status status(Confirmation confirmed) {
    return requests.status(confirmed.statusKey().reveal()).orElseThrow();
  }

  private RemovalOrder order(Confirmation confirmed) {
    return status(confirmed).order().orElseThrow();
  }

  /** Executes and certifies the order once it cannot be revoked any more. */
  private RemovalOrder fulfil(RemovalOrder order) {
    world.clock.set(order.restorableUntil());
    world.erasureExecution.erase(order.id());
    world.certify(world.reload(order));
    world.erasureExecution.erase(order.id());
    return world.reload(order);
  }

  @Test
  void openingDoesNotLookForAnAccount() {
    Cloud blind =
        Ports.watched(
            world.cloud,
            port ->
                new InterceptedPorts.Interceptor() {
                  @Override
                  public void before(String operation) {
                    assertThat(port).as(operation).isNotIn("accounts", "billing");
                  }
                });

    on(blind).open(ADA, CaseKind.ERASURE);

    assertThat(cases.sent).hasSize(1);
  }

  @Test
  void nothingHappensBeforeTheLinkIsUsed() {
    SubjectId ada = ada(EMAIL);

    requests.open(ADA, CaseKind.ERASURE);

    assertThat(world.erasures.status(ada)).isEmpty();
    assertThat(cases.confirmed).isEmpty();
  }

  @Test
  void usedLinkOpensTheOrderOfTheAccountWithTheAddress() {
    SubjectId ada = ada("Ada@Example.com");

    Confirmation confirmed = confirmed(CaseKind.ERASURE);

    assertThat(cases.confirmed).containsExactly(Optional.of(ada));
    assertThat(order(confirmed)).isEqualTo(world.order(ada));
    assertThat(requests.confirm(cases.token())).isEmpty();
  }

  @Test
  void personGetsTheirCertificateAndCanShowThatItIsTheirs() {
    ada(EMAIL);
    Confirmation confirmed = confirmed(CaseKind.ERASURE);
    String nonce = order(confirmed).nonce().orElseThrow();
    assertThat(status(confirmed).certificate()).isEmpty();

    fulfil(order(confirmed));

    Status after = status(confirmed);
    Certificate certificate =
        Certificate.verified(
            after.certificate().orElseThrow().toArray(),
            world.services.evidence().keyRing().orElseThrow(),
            world.clock.instant());
    certificate.requireAbout(nonce, "ada");
    assertThat(after.order().orElseThrow().state()).isEqualTo(OrderState.FULFILLED);
    assertThat(after.order().orElseThrow().nonce()).isEmpty();
  }

  @Test
  void statusKeyShowsOneRequestOnly() {
    ada(EMAIL);
    Confirmation erasure = confirmed(CaseKind.ERASURE);
    Confirmation access = confirmed(CaseKind.ACCESS);

    assertThat(status(access).request().path().id()).isEqualTo(access.caseId());
    assertThat(status(access).order()).isEmpty();
    assertThat(status(erasure).order()).isPresent();
    assertThat(requests.status(access.caseId())).isEmpty();
    assertThat(requests.status("")).isEmpty();
    assertThat(requests.status("\u0000/../x")).isEmpty();
  }

  @Test
  void statusKeyIsStoredAsAHashOnly() {
    ada(EMAIL);
    String key = confirmed(CaseKind.ACCESS).statusKey().reveal();

    world
        .cloud
        .documents()
        .find(Query.in(OwnCollections.EMAIL_REQUESTS))
        .forEach(
            each ->
                assertThat(each.path().id() + each.fields().asMap())
                    .doesNotContain(key, "ada", EMAIL));
  }

  @Test
  void personWithoutDataIsConfirmedWithoutASubject() {
    confirmed(CaseKind.ERASURE);

    assertThat(cases.confirmed).containsExactly(Optional.empty());
  }

  @Test
  void closedCaseGivesNoKey() {
    requests.open(ADA, CaseKind.ERASURE);
    world
        .cloud
        .documents()
        .find(Query.in(OwnCollections.CASES))
        .forEach(each -> world.cloud.documents().delete(List.of(each.path())));

    assertThat(requests.confirm(cases.token())).isEmpty();
    assertThat(world.cloud.documents().find(Query.in(OwnCollections.EMAIL_REQUESTS))).isEmpty();
  }

  private void customer(String id, Optional<SubjectId> subject) {
    world.cloud.billing().putCustomer(id, subject);
    world.cloud.billing().putEmail(id, Sensitive.of("Ada@example.com"));
  }

  private static DocumentPath owner(String customer) {
    return OwnCollections.CUSTOMERS.document(customer);
  }

  @Test
  void customerWithoutAccountIsErasedWithACertificate() {
    customer("cus_ada", Optional.empty());
    world.cloud.billing().put(EventFixtures.created("sub_ada").of("cus_ada").subscription());
    Confirmation confirmed = confirmed(CaseKind.ERASURE);
    SubjectId subject = cases.confirmed.get(0).orElseThrow();
    String nonce = order(confirmed).nonce().orElseThrow();

    RemovalOrder fulfilled = fulfil(order(confirmed));

    assertThat(fulfilled.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.billing().customer("cus_ada")).isEmpty();
    assertThat(world.cloud.documents().get(owner("cus_ada"))).isEmpty();
    world.certificateOf(fulfilled).orElseThrow().requireAbout(nonce, subject.value());
    assertThat(subject.value()).doesNotContain("ada");
  }

  @Test
  void requestForAccessLeavesCustomersUnassigned() {
    customer("cus_ada", Optional.empty());

    confirmed(CaseKind.ACCESS);

    assertThat(cases.confirmed).containsExactly(Optional.empty());
    assertThat(world.cloud.documents().get(owner("cus_ada"))).isEmpty();
  }

  @Test
  @Keeps("P19")
  void customersOfOtherSubjectsAreNotTouched() {
    SubjectId max = world.signUp("max");
    world.subscribe(max, "cus_max");
    world.cloud.billing().putCustomer("cus_max", Optional.empty()); // the metadata was removed
    world.cloud.billing().putEmail("cus_max", Sensitive.of(EMAIL));
    customer("cus_named", Optional.of(new SubjectId("eve")));
    customer("cus_awaited", Optional.empty());
    world.plans.apply(
        EventFixtures.customerCreated("cus_awaited").id("evt_1").referring("late").event());
    Optional<Fields> before = world.cloud.documents().get(owner("cus_max")).map(it -> it.fields());

    confirmed(CaseKind.ERASURE);

    assertThat(cases.confirmed).containsExactly(Optional.empty());
    assertThat(world.cloud.documents().get(owner("cus_max")).map(it -> it.fields()))
        .isEqualTo(before);
    assertThat(world.cloud.documents().get(owner("cus_named"))).isEmpty();
    assertThat(world.cloud.documents().get(owner("cus_awaited"))).isEmpty();
  }

  @Test
  @Keeps("P19")
  void laterOwnerKeepsTheCustomer() {
    customer("cus_ada", Optional.empty());
    Confirmation confirmed = confirmed(CaseKind.ERASURE);
    SubjectId max = world.signUp("max");
    world.cloud.billing().putCustomer("cus_ada", Optional.of(max));
    world.plans.apply(
        EventFixtures.customerCreated("cus_ada").id("evt_named").named("max").event());

    RemovalOrder fulfilled = fulfil(order(confirmed));

    assertThat(fulfilled.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.billing().customer("cus_ada")).isPresent();
    assertThat(
            world.cloud.documents().get(owner("cus_ada")).flatMap(it -> it.fields().string("uid")))
        .contains("max");
  }

  @Test
  void crashAtAnyOperationLeavesARequestThatCanBeRepeated() {
    ada(EMAIL);
    int crashes = 0;
    for (int at = 1; confirmedWithCrash(at); at++) {
      crashes++;
    }

    assertThat(crashes).isGreaterThan(5);
    assertThat(world.erasures.status(new SubjectId("ada"))).isPresent();
    assertThat(world.order(new SubjectId("ada")).id()).endsWith("-1");
  }

  /** Confirms with a crash after an operation, then with a new link. Whether it crashed. */
  private boolean confirmedWithCrash(int at) {
    requests = on(world.cloud);
    requests.open(ADA, CaseKind.ERASURE);
    String token = cases.token();
    int[] operations = {0};
    Cloud dying =
        Ports.watched(
            world.cloud,
            port ->
                new InterceptedPorts.Interceptor() {
                  @Override
                  public @Nullable Object after(String operation, @Nullable Object answer) {
                    if (++operations[0] >= at) {
                      throw new IllegalStateException("died after " + operation);
                    }
                    return answer;
                  }
                });
    EmailRequestService crashing = on(dying);
    if (operations[0] != 0) {
      throw new IllegalStateException("the services call ports when they are built");
    }
    boolean crashed;
    try {
      crashed = crashing.confirm(token).isEmpty();
    } catch (IllegalStateException e) {
      crashed = true;
    }
    world.clock.advance(Duration.ofDays(1));
    requests = on(world.cloud);
    assertThat(requests.confirm(token)).isEmpty();
    Confirmation again = confirmed(CaseKind.ERASURE);
    assertThat(order(again).id()).isEqualTo(world.order(new SubjectId("ada")).id());
    return crashed;
  }

  @Test
  void accountsThatCannotBeReadFailTheConfirmation() {
    requests.open(ADA, CaseKind.ERASURE);
    String token = cases.token();
    EmailRequestService failing =
        on(
            Ports.of(world.cloud)
                .with(
                    InterceptedPorts.failFirst(
                        Accounts.class, world.cloud.accounts(), "withEmail")));

    assertThatThrownBy(() -> failing.confirm(token)).isInstanceOf(IllegalStateException.class);
    assertThat(cases.confirmed).isEmpty();
  }
}
