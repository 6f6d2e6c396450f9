package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.app.StripeSender;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.local.replay.ReplayReport.EventResult;
import com.anykoma.privacy.local.replay.ReplayReport.SubjectResult;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.consent.ConsentHistory;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.anykoma.privacy.usage.training.GateDecision;
import com.anykoma.privacy.usage.training.GateReason;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Replays recorded Stripe events, with new signatures, through the real webhook function of an
 * empty cloud, and reports the final state of every subject. Signs up the people of the events one
 * second before the first event.
 *
 * @param livemode whether the events are of Stripe's live mode
 */
record Replay(
    PrivacyFiles product,
    List<ReplayedEvent> events,
    boolean livemode,
    InstantSource realClock,
    Consumer<String> progress) {
  private static final Duration MAX_WAITING = Duration.ofMinutes(2);
  private static final int PROGRESS_EVERY = 200;
  private static final int PAGE = 500;

  /** Runs the replay in an empty directory. */
  ReplayReport run(Path directory) {
    SwitchedClock clock = new SwitchedClock(beforeFirstEvent());
    try (LocalCloud cloud = LocalCloud.open(product, directory, clock, livemode)) {
      Set<SubjectId> named = new LinkedHashSet<>();
      events.forEach(each -> named.addAll(each.named()));
      SampleProduct sample = SampleProduct.of(product);
      named.forEach(each -> cloud.platform().signUp(each, sample, clock.instant()));
      settle(cloud);
      clock.switchTo(realClock);
      List<EventResult> answers = send(cloud);
      settle(cloud);
      return new ReplayReport(answers, subjects(cloud, named), parked(cloud));
    }
  }

  private Instant beforeFirstEvent() {
    Instant now = realClock.instant();
    return events.stream()
        .flatMap(each -> each.created().stream())
        .min(Comparator.naturalOrder())
        .map(first -> first.minusSeconds(1))
        .filter(before -> before.isBefore(now))
        .orElse(now);
  }

  private static void settle(LocalCloud cloud) {
    if (!cloud.bridge().untilIdle(MAX_WAITING)) {
      throw new IllegalStateException(
          "the functions did not finish within " + MAX_WAITING.toSeconds() + " seconds");
    }
  }

  private List<EventResult> send(LocalCloud cloud) {
    StripeSender stripe =
        new StripeSender(new FunctionCalls(cloud.host().base()), cloud.secrets(), realClock);
    List<EventResult> answers = new ArrayList<>();
    for (ReplayedEvent event : events) {
      Optional<HttpResponse<String>> answer = stripe.send(event.body().toArray());
      answers.add(
          new EventResult(
              event.id(),
              event.type(),
              answer.map(HttpResponse::statusCode),
              answer.map(HttpResponse::body)));
      if (answers.size() % PROGRESS_EVERY == 0) {
        progress.accept("sent " + answers.size() + " of " + events.size() + " events");
      }
    }
    return answers;
  }

  private static List<SubjectResult> subjects(LocalCloud cloud, Set<SubjectId> named) {
    TreeMap<String, SubjectId> all = new TreeMap<>();
    named.forEach(each -> all.put(each.value(), each));
    for (Document each : all(cloud, Query.in(new CollectionPath("subjects")))) {
      SubjectId.ofDocumentId(each.path().id()).ifPresent(it -> all.put(it.value(), it));
    }
    return all.values().stream().map(each -> subjectResult(cloud, each)).toList();
  }

  private static SubjectResult subjectResult(LocalCloud cloud, SubjectId subject) {
    PlanStatus planStatus = cloud.services().gate().planStatus(subject);
    GateDecision decision = cloud.services().gate().decisionForNewContent(subject);
    Set<String> reasons = new LinkedHashSet<>(planStatus.reasons());
    decision.reasons().stream().map(GateReason::code).forEach(reasons::add);
    return new SubjectResult(
        subject,
        planStatus,
        !decision.eligible(),
        List.copyOf(reasons),
        ConsentHistory.of(ConsentRecord.all(cloud.services().subjects(), subject)));
  }

  private static List<String> parked(LocalCloud cloud) {
    Query parked = Query.in(new CollectionPath("stripeEvents")).whereEqual("state", "parked");
    return all(cloud, parked).stream().map(each -> each.path().id()).sorted().toList();
  }

  private static List<Document> all(LocalCloud cloud, Query query) {
    List<Document> found = new ArrayList<>();
    Pages.of(cloud.documents(), query.limit(PAGE)).forEach(found::addAll);
    return found;
  }

  /** A clock that is fixed at an instant until it switches to the real time. */
  private static final class SwitchedClock implements InstantSource {
    private volatile InstantSource source;

    SwitchedClock(Instant at) {
      this.source = InstantSource.fixed(at);
    }

    void switchTo(InstantSource real) {
      source = real;
    }

    @Override
    public Instant instant() {
      return source.instant();
    }
  }
}
