package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a subject's append-only consent history: what one event changed, and for when. A
 * later entry overrides earlier ones for the times that it names, so an event that arrives late
 * corrects the past without touching a stored record.
 *
 * @param sourceEvent the id of the Stripe event, or {@code account}, {@code objection}, {@code gpc}
 * @param sourceTime when it happened, by the source's clock: what counts (E1)
 * @param recordedAt when we learnt of it, by our clock
 */
public record ConsentRecord(
    String sourceEvent,
    Instant sourceTime,
    Instant recordedAt,
    Optional<String> policyVersion,
    List<ConsentChange> changes) {
  public ConsentRecord {
    Objects.requireNonNull(sourceEvent);
    Objects.requireNonNull(sourceTime);
    Objects.requireNonNull(recordedAt);
    Objects.requireNonNull(policyVersion);
    changes = List.copyOf(changes);
  }

  /**
   * What holds during [from, to).
   *
   * @param to empty for as long as nothing else is recorded
   * @param plan empty for an objection, which leaves the plan as it is
   */
  public record ConsentChange(
      Instant from,
      Optional<Instant> to,
      Optional<Plan> plan,
      ConsentState state,
      LawfulBasis basis) {
    public ConsentChange {
      Objects.requireNonNull(from);
      Objects.requireNonNull(to);
      Objects.requireNonNull(plan);
      Objects.requireNonNull(state);
      Objects.requireNonNull(basis);
    }
  }

  /** The subject's records that can be read, in the order in which they were appended. */
  public static List<ConsentRecord> all(Subjects subjects, SubjectId subject) {
    return subjects.consents(subject, ConsentRecord::read);
  }

  /** Appends this record to the history of the transaction's subject. */
  public void appendTo(SubjectTransaction tx) {
    tx.appendConsent(recordedAt, write());
  }

  private static ConsentRecord read(Fields fields) {
    return new ConsentRecord(
        fields.string("sourceEvent").orElseThrow(),
        fields.instant("sourceTime").orElseThrow(),
        fields.instant("recordedAt").orElseThrow(),
        fields.string("policyVersion"),
        fields.maps("changes").stream().map(ConsentRecord::readChange).toList());
  }

  private static ConsentChange readChange(Fields fields) {
    return new ConsentChange(
        fields.instant("from").orElseThrow(),
        fields.instant("to"),
        fields.string("plan").flatMap(Plan::of),
        ConsentState.valueOf(fields.string("state").orElseThrow()),
        LawfulBasis.valueOf(fields.string("basis").orElseThrow().toUpperCase(Locale.ROOT)));
  }

  private Fields write() {
    return Fields.empty()
        .with("sourceEvent", sourceEvent)
        .with("sourceTime", sourceTime)
        .with("recordedAt", recordedAt)
        .with("policyVersion", policyVersion)
        .with("changes", changes.stream().map(ConsentRecord::writeChange).toList());
  }

  private static Fields writeChange(ConsentChange change) {
    return Fields.empty()
        .with("from", change.from())
        .with("to", change.to())
        .with("plan", change.plan().map(Plan::word))
        .with("state", change.state().name())
        .with("basis", change.basis().name().toLowerCase(Locale.ROOT));
  }
}
