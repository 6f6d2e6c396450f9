package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A subject's objection to improvement use (article 21 GDPR) and Global Privacy Control signal,
 * each with its start. Withdrawing one permits only content created later: {@code through} is the
 * time until which either was in force (P25).
 */
public record Objection(
    Optional<Instant> objectedSince, Optional<Instant> gpcSince, Optional<Instant> through) {
  public static final Objection NONE =
      new Objection(Optional.empty(), Optional.empty(), Optional.empty());

  public enum Signal {
    OBJECTION,
    GPC
  }

  public Objection {
    Objects.requireNonNull(objectedSince);
    Objects.requireNonNull(gpcSince);
    Objects.requireNonNull(through);
  }

  public boolean inForce() {
    return objectedSince.isPresent() || gpcSince.isPresent();
  }

  public boolean isInForce(Signal signal) {
    return (signal == Signal.GPC ? gpcSince : objectedSince).isPresent();
  }

  /** Whether a signal, in force or withdrawn since, covers content created at this time. */
  public boolean covers(Instant createdAt) {
    return inForce() || through.filter(createdAt::isBefore).isPresent();
  }

  /** Returns the objection with the signal set; one that already has the state keeps its time. */
  public Objection with(Signal signal, boolean on, Instant at) {
    Optional<Instant> since = signal == Signal.GPC ? gpcSince : objectedSince;
    if (on == since.isPresent()) {
      return this;
    }
    Optional<Instant> next = on ? Optional.of(at) : Optional.empty();
    Optional<Instant> end = on ? through : Optional.of(through.filter(at::isBefore).orElse(at));
    return signal == Signal.GPC
        ? new Objection(objectedSince, next, end)
        : new Objection(next, gpcSince, end);
  }

  static Objection read(Fields section) {
    return new Objection(
        section.instant("objectedSince"), section.instant("gpcSince"), section.instant("through"));
  }

  public Fields write() {
    return Fields.empty()
        .with("objectedSince", objectedSince)
        .with("gpcSince", gpcSince)
        .with("through", through);
  }
}
