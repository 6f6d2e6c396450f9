package com.anykoma.privacy.subject;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A subject's signals against the use of their data, each with its start. Withdrawing one permits
 * only content created later: {@code through} is the time until which one was in force (P25).
 */
public record Objection(
    Optional<Instant> objectedSince,
    Optional<Instant> gpcSince,
    Optional<Instant> restrictedSince,
    Optional<Instant> through) {
  public static final Objection NONE =
      new Objection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public enum Signal implements StoredName {
    /** An objection to improvement use (article 21 GDPR). */
    OBJECTION,
    /** Global Privacy Control, with the effect of an objection. */
    GPC,
    /** A restriction of every use but storage (article 18 GDPR). */
    RESTRICTION
  }

  public Objection {
    Objects.requireNonNull(objectedSince);
    Objects.requireNonNull(gpcSince);
    Objects.requireNonNull(restrictedSince);
    Objects.requireNonNull(through);
  }

  /** When a signal that is in force was given; empty if it is not in force. */
  public Optional<Instant> since(Signal signal) {
    return switch (signal) {
      case OBJECTION -> objectedSince;
      case GPC -> gpcSince;
      case RESTRICTION -> restrictedSince;
    };
  }

  /** Whether any signal is in force. */
  public boolean inForce() {
    return objects() || restrictedSince.isPresent();
  }

  /** Whether an objection or a Global Privacy Control signal is in force. */
  public boolean objects() {
    return objectedSince.isPresent() || gpcSince.isPresent();
  }

  public boolean isInForce(Signal signal) {
    return since(signal).isPresent();
  }

  /** Whether a signal that was withdrawn since covers content created at this time. */
  public boolean covers(Instant createdAt) {
    return through.filter(createdAt::isBefore).isPresent();
  }

  /** Returns the objection with the signal set; one that already has the state keeps its time. */
  public Objection with(Signal signal, boolean on, Instant at) {
    if (on == isInForce(signal)) {
      return this;
    }
    Optional<Instant> next = on ? Optional.of(at) : Optional.empty();
    Optional<Instant> end = on ? through : Optional.of(through.filter(at::isBefore).orElse(at));
    return new Objection(
        signal == Signal.OBJECTION ? next : objectedSince,
        signal == Signal.GPC ? next : gpcSince,
        signal == Signal.RESTRICTION ? next : restrictedSince,
        end);
  }

  static Objection read(Fields section) {
    return new Objection(
        section.instant("objectedSince"),
        section.instant("gpcSince"),
        section.instant("restrictedSince"),
        section.instant("through"));
  }

  public Fields write() {
    return Fields.empty()
        .with("objectedSince", objectedSince)
        .with("gpcSince", gpcSince)
        .with("restrictedSince", restrictedSince)
        .with("through", through);
  }
}
