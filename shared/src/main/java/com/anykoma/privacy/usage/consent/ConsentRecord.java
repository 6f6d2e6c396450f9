package com.anykoma.privacy.usage.consent;

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
 * One entry of a subject's append-only consent history: the changes that one event caused. A later
 * entry overrides earlier entries for the periods that it names, so a late event corrects the past
 * without an update of stored records.
 *
 * @param sourceEvent the id of the Stripe event, or {@code account}, {@code objection}, {@code
 *     gpc}, {@code restriction}
 * @param sourceTime when the event happened, by the source's clock; this time is decisive (E1)
 * @param recordedAt when this entry was written, by our clock
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

  /** Plan and consent during [from, to); an objection, which does not change it, has no plan. */
  public record ConsentChange(
      Instant from,
      Optional<Instant> to,
      Optional<String> plan,
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

  /** Returns the subject's readable records in the order in which they were appended. */
  public static List<ConsentRecord> all(Subjects subjects, SubjectId subject) {
    return subjects.consents(subject, ConsentRecord::read);
  }

  /** Appends this record to the history of the transaction's subject. */
  public void appendTo(SubjectTransaction tx) {
    tx.appendConsent(recordedAt, write());
  }

  static ConsentRecord read(Fields fields) {
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
        fields.string("plan"),
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
        .with("plan", change.plan())
        .with("state", change.state().name())
        .with("basis", change.basis().name().toLowerCase(Locale.ROOT));
  }
}
