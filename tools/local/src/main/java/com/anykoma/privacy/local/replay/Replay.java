package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.app.StripeSender;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.replay.ReplayReport.Answered;
import com.anykoma.privacy.local.replay.ReplayReport.Ended;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
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
 * Sends recorded Stripe events, signed afresh, through the real webhook function of a fresh cloud,
 * and reports where every subject stands in the end. The people that the events name signed up a
 * second before the first event.
 *
 * @param livemode whether the function expects events of the live mode
 */
record Replay(
    List<ReplayedEvent> events,
    boolean livemode,
    InstantSource realClock,
    Consumer<String> progress) {
  private static final Duration MAX_WAITING = Duration.ofMinutes(2);
  private static final int TELL_EVERY = 200;
  private static final int PAGE = 500;

  /** Replays in {@code directory}, which is empty. */
  ReplayReport run(Path directory) {
    SwitchedClock clock = new SwitchedClock(beforeTheFirst());
    try (LocalCloud cloud = LocalCloud.open(directory, clock, livemode)) {
      Set<SubjectId> named = new LinkedHashSet<>();
      events.forEach(each -> named.addAll(each.named()));
      named.forEach(each -> cloud.platform().signUp(each, clock.instant()));
      settle(cloud);
      clock.switchTo(realClock);
      List<Answered> answers = send(cloud);
      settle(cloud);
      return new ReplayReport(answers, subjects(cloud, named), parked(cloud));
    }
  }

  private Instant beforeTheFirst() {
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
          "the functions were not done after " + MAX_WAITING.toSeconds() + " seconds");
    }
  }

  private List<Answered> send(LocalCloud cloud) {
    StripeSender stripe =
        new StripeSender(new FunctionCalls(cloud.host().base()), cloud.secrets(), realClock);
    List<Answered> answers = new ArrayList<>();
    for (ReplayedEvent event : events) {
      Optional<HttpResponse<String>> answer = stripe.send(event.body().toArray());
      answers.add(
          new Answered(
              event.id(),
              event.type(),
              answer.map(HttpResponse::statusCode),
              answer.map(HttpResponse::body)));
      if (answers.size() % TELL_EVERY == 0) {
        progress.accept("sent " + answers.size() + " of " + events.size() + " events");
      }
    }
    return answers;
  }

  private static List<Ended> subjects(LocalCloud cloud, Set<SubjectId> named) {
    TreeMap<String, SubjectId> all = new TreeMap<>();
    named.forEach(each -> all.put(each.value(), each));
    for (Document each : all(cloud, Query.in(new CollectionPath("subjects")))) {
      SubjectId.ofDocumentId(each.path().id()).ifPresent(it -> all.put(it.value(), it));
    }
    return all.values().stream().map(each -> ended(cloud, each)).toList();
  }

  private static Ended ended(LocalCloud cloud, SubjectId subject) {
    PlanStatus standing = cloud.services().gate().planStatus(subject);
    GateDecision decision = cloud.services().gate().decisionForNewContent(subject);
    Set<String> reasons = new LinkedHashSet<>(standing.reasons());
    decision.reasons().stream().map(GateReason::code).forEach(reasons::add);
    return new Ended(
        subject,
        standing,
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

  /** A clock that stands still at a moment until it is switched to the real time. */
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
