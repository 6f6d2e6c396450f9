package com.anykoma.privacy.rights.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests cases from their receipt to the removal of their personal fields. */
@Keeps({"P18", "P23", "P25", "P26", "P38", "E28"})
final class CasesTest {
  private static final EmailAddress ANN = EmailAddress.of("ann@example.com").orElseThrow();
  private static final SubjectId STAFF = new SubjectId("staff1");

  @TempDir private Path directory;
  private World world;
  private final Links links = new Links();
  private Cases cases;
  private CaseDesk desk;
  private CaseSweep sweep;

  /** Links that are numbered. */
  private static final class Links implements EmailLinks {
    private final List<String> created = new ArrayList<>();
    private Predicate<EmailAddress> isFailing = it -> false;

    @Override
    public synchronized String create(EmailAddress address, String caseId) {
      if (isFailing.test(address)) {
        throw new IllegalStateException("no link can be made");
      }
      created.add(caseId);
      return "https://example.com/requests#token" + created.size();
    }

    @Override
    public Optional<Proof> use(String token) {
      return Optional.empty();
    }
  }

  @BeforeEach
  void open() {
    world = new World(directory);
    cases = world.services.cases(links, URI.create("https://example.com/privacy"));
    desk = new CaseDesk(cases);
    sweep = new CaseSweep(cases);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private NewCase asked(CaseKind kind, EmailAddress from, String message) {
    return new NewCase(
        kind,
        from,
        world.clock.instant(),
        Optional.of(Sensitive.of("please")),
        Optional.of(message));
  }

  private String mail(CaseKind kind, EmailAddress from, String message) {
    return cases.open(asked(kind, from, message), "mail", Optional.empty()).orElseThrow();
  }

  private String mail(CaseKind kind) {
    return mail(kind, ANN, "m-" + kind);
  }

  private Fields at(String id) {
    return world.at("cases/" + id).orElseThrow();
  }

  private String state(String id) {
    return at(id).string("state").orElseThrow();
  }

  private List<String> letters() {
    return all("mail").stream()
        .map(it -> it.fields().map("message").string("subject").orElseThrow())
        .sorted()
        .toList();
  }

  private List<Document> all(String collection) {
    return world.cloud.documents().find(Query.in(new CollectionPath(collection)));
  }

  private List<String> audited() {
    return all("audit").stream()
        .filter(it -> it.fields().string("about").equals(Optional.of("case")))
        .map(
            it ->
                it.fields().string("action").orElseThrow()
                    + " "
                    + it.fields().string("cause").orElseThrow())
        .sorted()
        .toList();
  }

  private void sweepIn(Duration time) {
    world.clock.advance(time);
    sweep.sweep(Instant.MAX);
  }

  @Test
  void acknowledgesARequestWithALinkAndAQuestionWithout() {
    String erasure = mail(CaseKind.ERASURE);
    mail(CaseKind.QUESTION, EmailAddress.of("bob@example.com").orElseThrow(), "m2");

    assertThat(letters())
        .containsExactly("Please confirm your privacy request", "We have received your question");
    assertThat(world.allDocuments().values().stream().map(Object::toString))
        .noneMatch(it -> it.contains("ann@"));
    assertThat(at(erasure).string("reason")).hasValue("need_user_verification");
    assertThat(at(erasure).instant("dueAt"))
        .hasValue(cases.settings().deadline().dueAt(world.clock.instant()));
    assertThat(links.created).containsExactly(erasure);
    assertThat(audited())
        .containsExactly(
            "opened erasure", "opened question", "recorded acknowledged", "recorded acknowledged");
  }

  @Test
  void nothingIsCarriedOutBeforeTheProof() {
    world.signUp("ann");
    String erasure = mail(CaseKind.ERASURE);
    String objection = mail(CaseKind.OBJECTION);
    for (int i = 0; i < 50; i++) {
      sweepIn(Duration.ofDays(1));
    }

    assertThat(all("erasures")).isEmpty();
    assertThat(world.subjects.get(new SubjectId("ann")).orElseThrow().objection().inForce())
        .isFalse();
    assertThat(state(erasure)).isEqualTo("expired");
    assertThat(state(objection)).isEqualTo("expired");
    assertThat(desk.fulfil(STAFF, erasure, "done")).isFalse();
  }

  @Test
  void provenErasureIsTheOrderOfAClickAndEndsWithItsCertificate() {
    SubjectId ann = world.signUp("ann");
    RemovalOrder click = world.erasures.request(ann, CircuitBreaker.REQUESTED);
    String id = mail(CaseKind.ERASURE);

    assertThat(cases.confirm(id, Optional.of(ann))).isTrue();
    assertThat(cases.confirm(id, Optional.of(ann))).isTrue();

    assertThat(all("erasures")).hasSize(1);
    assertThat(at(id).string("order")).hasValue(click.id());
    assertThat(at(id).has("uid")).isFalse();
    assertThat(state(id)).isEqualTo("in_progress");
    world.clock.set(click.restorableUntil());
    world.erasureExecution.erase(click.id());
    sweep.sweep(Instant.MAX);
    assertThat(state(id)).isEqualTo("in_progress");
    world.certify(click);
    world.erasureExecution.erase(click.id());
    assertThat(world.reload(click).state()).isEqualTo(OrderState.FULFILLED);
    sweepIn(Duration.ofHours(6));

    assertThat(state(id)).isEqualTo("fulfilled");
    assertThat(letters()).contains("Your data is erased").hasSize(2);
    assertThat(at(id).asMap()).doesNotContainKeys("address", "texts", "uid", "nextAttemptAt");
    sweepIn(Duration.ofDays(60));
    assertThat(letters()).hasSize(2);
  }

  @Test
  void revokedErasureRevokesItsCase() {
    SubjectId ann = world.signUp("ann");
    String id = mail(CaseKind.ERASURE);
    cases.confirm(id, Optional.of(ann));
    world.erasures.undo(ann);
    sweepIn(Duration.ofHours(6));

    assertThat(state(id)).isEqualTo("revoked");
    assertThat(letters()).containsExactly("Please confirm your privacy request");
  }

  @Test
  void provenObjectionIsInForceAtOnce() {
    SubjectId ann = world.signUp("ann");
    String id = mail(CaseKind.OBJECTION);

    cases.confirm(id, Optional.of(ann));

    assertThat(world.subjects.get(ann).orElseThrow().objection().inForce()).isTrue();
    assertThat(state(id)).isEqualTo("fulfilled");
    assertThat(letters()).contains("Your objection is recorded");
    sweepIn(Duration.ofDays(29));
    assertThat(at(id).has("address")).isTrue();
    sweepIn(Duration.ofDays(1));
    assertThat(at(id).asMap()).doesNotContainKeys("address", "texts", "uid", "nextAttemptAt");
    assertThat(at(id).asMap()).containsKeys("kind", "state", "receivedAt", "closedAt");
  }

  @Test
  void provenAccessStaysOpenUntilStaffCloseIt() {
    SubjectId ann = world.signUp("ann");
    String id = mail(CaseKind.ACCESS);
    cases.confirm(id, Optional.of(ann));

    assertThat(state(id)).isEqualTo("in_progress");
    assertThat(letters()).containsExactly("Please confirm your privacy request", "Your data");
    assertThat(at(id).string("uid")).hasValue("ann");
    assertThat(desk.fulfil(STAFF, id, "fetched")).isTrue();
    assertThat(state(id)).isEqualTo("fulfilled");
  }

  @Test
  void addressWithoutAnAccountIsDeniedOnceProven() {
    String id = mail(CaseKind.ERASURE);

    assertThat(cases.confirm(id, Optional.empty())).isTrue();
    assertThat(cases.confirm(id, Optional.empty())).isFalse();

    assertThat(state(id)).isEqualTo("denied");
    assertThat(at(id).string("reason")).hasValue("no_match");
    assertThat(letters()).hasSize(2);
  }

  @Test
  void erasureOfThePersonDeletesTheirOtherCasesAndWritesNoUidLater() {
    SubjectId ann = world.signUp("ann");
    String access = mail(CaseKind.ACCESS);
    String late = mail(CaseKind.RECTIFICATION);
    cases.confirm(access, Optional.of(ann));
    world.erase(ann);

    assertThat(world.at("cases/" + access)).isEmpty();
    cases.confirm(late, Optional.of(ann));
    assertThat(at(late).has("uid")).isFalse();
    assertThat(state(late)).isEqualTo("denied");
    assertThat(mail(CaseKind.ACCESS, ANN, "m-new")).isNotEqualTo(access);
    assertThat(mail(CaseKind.ACCESS)).isEqualTo(access); // the same message again
  }

  @Test
  void repeatedRequestIsMergedAndKeepsTheDateOfTheFirst() {
    String id = mail(CaseKind.ACCESS);
    Instant due = at(id).instant("dueAt").orElseThrow();
    world.clock.advance(Duration.ofDays(3));

    assertThat(mail(CaseKind.ACCESS, ANN, "second")).isEqualTo(id);
    assertThat(mail(CaseKind.ACCESS, ANN, "second")).isEqualTo(id);

    assertThat(at(id).instant("dueAt")).hasValue(due);
    assertThat(at(id).strings("texts")).hasSize(2);
    assertThat(links.created).containsExactly(id, id);
    assertThat(mail(CaseKind.EXPORT, ANN, "other")).isNotEqualTo(id);
  }

  @Test
  void addressGetsOneAcknowledgementADayAndFiveForACase() {
    for (int i = 0; i < 30; i++) {
      mail(CaseKind.ACCESS, ANN, "a" + i);
      mail(CaseKind.QUESTION, ANN, "q" + i);
    }
    assertThat(letters()).hasSize(1);
    assertThat(all("cases")).hasSize(2);

    sweepIn(Duration.ofHours(23));
    assertThat(letters()).hasSize(1);
    for (int i = 0; i < 20; i++) {
      sweepIn(Duration.ofHours(25));
      mail(CaseKind.ACCESS, ANN, "b" + i);
    }
    assertThat(letters().stream().filter(it -> it.startsWith("Please"))).hasSize(5);
    assertThat(letters().stream().filter(it -> it.startsWith("We have"))).hasSize(1);
  }

  @Test
  void hundredCopiesAtOnceBecomeOneCaseWithOneLetter() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> copies = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String message = "m" + (i % 2);
        copies.add(() -> mail(CaseKind.ERASURE, ANN, message));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> each : pool.invokeAll(copies)) {
        ids.add(each.get());
      }
      assertThat(ids.stream().collect(Collectors.toSet())).hasSize(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(all("cases")).hasSize(1);
    assertThat(letters()).hasSize(1);
  }

  @Test
  void tokenIsValidForOneMessage() {
    Optional<String> token = Optional.of("token1");
    Optional<String> id = cases.open(asked(CaseKind.ACCESS, ANN, "m1"), "mail", token);
    EmailAddress other = EmailAddress.of("eve@example.com").orElseThrow();
    int before = world.allDocuments().size();

    assertThat(cases.open(asked(CaseKind.ACCESS, ANN, "m1"), "mail", token)).isEqualTo(id);
    assertThat(cases.open(asked(CaseKind.ERASURE, other, "m2"), "mail", token)).isEmpty();
    assertThat(world.allDocuments()).hasSize(before);
  }

  @Test
  void automaticMailGetsNoLetterUntilStaffEnterIt() {
    NewCase asked = asked(CaseKind.ERASURE, ANN, "m1");
    String id = cases.open(asked, Cases.AUTOMATIC, Optional.empty()).orElseThrow();
    sweepIn(Duration.ofDays(1));
    assertThat(letters()).isEmpty();

    NewCase entered =
        new NewCase(CaseKind.ERASURE, ANN, asked.receivedAt(), Optional.empty(), Optional.empty());
    assertThat(desk.open(STAFF, entered)).isEqualTo(id);
    assertThat(letters()).containsExactly("Please confirm your privacy request");
  }

  @Test
  void interruptedLettersAreSentByTheSweepAlsoBesideACaseThatFails() {
    EmailAddress bob = EmailAddress.of("bob@example.com").orElseThrow();
    links.isFailing = it -> true;
    for (EmailAddress each : List.of(ANN, bob)) {
      assertThatThrownBy(() -> mail(CaseKind.ACCESS, each, "m")).hasMessage("no link can be made");
    }
    assertThat(all("cases")).hasSize(2);
    assertThat(letters()).isEmpty();

    links.isFailing = ANN::equals;
    sweepIn(Duration.ofMinutes(14)); // the first calls may still be at work
    assertThat(links.created).isEmpty();
    world.clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> sweep.sweep(Instant.MAX)).hasMessage("no link can be made");
    assertThat(letters()).hasSize(1);

    try (Alarms alarms = new Alarms()) {
      world.clock.advance(Duration.ofDays(12));
      assertThatThrownBy(() -> sweep.sweep(Instant.MAX)).hasMessage("no link can be made");
      assertThat(alarms.messages())
          .hasSize(1)
          .allMatch(it -> it.startsWith("alarm: a case was not acknowledged in time case="));
    }
    links.isFailing = it -> false;
    sweepIn(Duration.ofMinutes(15));
    sweepIn(Duration.ofMinutes(15));
    assertThat(letters()).hasSize(2);
  }

  @Test
  void remindsOncePerStepAndAlarms() {
    SubjectId ann = world.signUp("ann");
    String id = mail(CaseKind.RECTIFICATION);
    cases.confirm(id, Optional.of(ann));
    Instant due = at(id).instant("dueAt").orElseThrow();

    try (Alarms alarms = new Alarms()) {
      for (Duration before : List.of(Duration.ofDays(7), Duration.ofDays(2), Duration.ZERO)) {
        world.clock.set(due.minus(before).minusNanos(1_000));
        sweep.sweep(Instant.MAX);
        sweepIn(Duration.ofHours(7));
        sweepIn(Duration.ofHours(7));
      }
      assertThat(alarms.messages())
          .containsExactly("alarm: a case is past its legal date case=" + id);
    }

    assertThat(letters().stream().filter(it -> it.equals("A privacy request is due"))).hasSize(3);
    assertThat(state(id)).isEqualTo("in_progress");
  }

  @Test
  void looksAndRepetitionsDoNotPostponeReminders() {
    String id = mail(CaseKind.QUESTION);
    for (int i = 0; i < 32 * 4; i++) {
      sweepIn(Duration.ofHours(6));
      desk.view(STAFF, id);
      mail(CaseKind.QUESTION, ANN, "m" + i);
    }

    assertThat(letters().stream().filter(it -> it.equals("A privacy request is due"))).hasSize(3);
    assertThat(at(id).strings("texts")).hasSize(20);
  }

  @Test
  void extensionCountsFromTheReceiptAndIsPossibleOnceAndInTime() {
    String id = mail(CaseKind.QUESTION);
    Instant receipt = at(id).instant("receivedAt").orElseThrow();

    assertThat(desk.extend(STAFF, id, "many requests")).isTrue();
    assertThat(desk.extend(STAFF, id, "again")).isFalse();

    assertThat(at(id).instant("dueAt"))
        .hasValue(cases.settings().deadline().extendedDueAt(receipt));
    assertThat(letters()).contains("Your privacy request takes longer");
    String late = mail(CaseKind.QUESTION, EmailAddress.of("bob@example.com").orElseThrow(), "m");
    world.clock.set(at(late).instant("dueAt").orElseThrow());
    assertThat(desk.extend(STAFF, late, "too late")).isFalse();
  }

  @Test
  void staffSeeCasesByDateAndEachLookIsAudited() {
    String later = mail(CaseKind.QUESTION);
    NewCase letter =
        new NewCase(
            CaseKind.ACCESS,
            ANN,
            world.clock.instant().minus(Duration.ofDays(5)),
            Optional.of(Sensitive.of("a letter")),
            Optional.empty());
    String first = desk.open(STAFF, letter);

    assertThat(desk.list(Optional.empty()).stream().map(it -> it.string("id").orElseThrow()))
        .containsExactly(first, later);
    assertThat(desk.list(Optional.of(first)).stream().map(it -> it.string("id").orElseThrow()))
        .containsExactly(later);
    assertThat(desk.list(Optional.empty()))
        .allSatisfy(it -> assertThat(it.asMap()).doesNotContainKeys("address", "texts", "uid"));
    assertThat(desk.view(STAFF, first).orElseThrow().strings("texts")).containsExactly("a letter");
    assertThat(desk.view(STAFF, "none")).isEmpty();
    assertThat(audited()).contains("viewed viewed");
    assertThat(
            all("audit").stream()
                .filter(it -> it.fields().has("actor"))
                .map(it -> it.fields().string("actor").orElseThrow()))
        .containsOnly(world.hash.of("staff", STAFF));
    assertThat(desk.deny(STAFF, later, "suspected_fraud", "not yours")).isTrue();
    assertThat(desk.deny(STAFF, later, "other", "again")).isFalse();
    assertThat(desk.fulfil(STAFF, later, "again")).isFalse();
    assertThat(letters()).contains("Your privacy request");
  }

  @Test
  void statesOnlyMoveForward() {
    for (CaseState from : CaseState.values()) {
      for (CaseState to : CaseState.values()) {
        boolean isAllowed =
            switch (from) {
              case OPEN -> to != CaseState.OPEN;
              case IN_PROGRESS ->
                  List.of(CaseState.FULFILLED, CaseState.DENIED, CaseState.REVOKED).contains(to);
              default -> false;
            };
        Case it =
            new Case("c", Fields.empty().with("kind", "access").with("state", from.storedName()));
        assertThat(from.canBecome(to)).as(from + " " + to).isEqualTo(isAllowed);
        if (isAllowed) {
          assertThat(it.moved(to, "", Instant.EPOCH).state()).isEqualTo(to);
        } else {
          assertThatThrownBy(() -> it.moved(to, "", Instant.EPOCH))
              .isInstanceOf(IllegalStateException.class);
        }
      }
    }
  }
}
