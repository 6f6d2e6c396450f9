package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signs a subject's consent history as receipts, with the terms of ISO/IEC TS 27560:2023 (P25,
 * P22). {@link com.anykoma.privacy.proof.signature.KeyRing} verifies them offline.
 */
public record ConsentReceipts(
    Subjects subjects,
    SubjectHash hash,
    DataMap dataMap,
    Policies policies,
    Supplier<Signer> signer,
    InstantSource clock) {
  /** The type of the signed statement. */
  public static final String TYPE = "consent-receipts";

  /**
   * Returns the file: one receipt for each record of the history, in their order. {@code complete}
   * is false if a record could not be read.
   */
  public Bytes of(SubjectId subject) {
    String principal = hash.of(TYPE, subject);
    long count = subjects.get(subject).flatMap(it -> it.fields().number("consentCount")).orElse(0L);
    List<Fields> receipts = subjects.consents(subject, each -> receipt(principal, each));
    Fields file =
        Fields.empty()
            .with("schema_version", "ISO/IEC TS 27560:2023")
            .with("pii_principal_id", principal)
            .with("pii_controllers", List.of(policies.controller()))
            .with("purposes", List.of(Purpose.IMPROVEMENT.storedName()))
            .with("pii_information", categories())
            .with("withdrawal_method", "PUT Objection, or field objection of the account document")
            .with("complete", receipts.size() >= count)
            .with("receipts", receipts);
    return Bytes.of(Statement.sign(TYPE, clock.instant(), file.asMap(), signer.get()));
  }

  private Fields receipt(String principal, Fields stored) {
    ConsentRecord record = ConsentRecord.read(stored);
    Optional<Policy> notice = record.policyVersion().flatMap(policies::version);
    return Fields.empty()
        .with("record_id", principal + "-" + stored.number("recordNumber").orElseThrow())
        .with("recorded_time", record.recordedAt())
        .with("privacy_notice", notice.map(Policy::version))
        .with("privacy_notice_sha256", notice.map(Policy::sha256))
        .with("event_type", record.sourceEvent())
        .with("events", record.changes().stream().map(ConsentReceipts::event).toList());
  }

  /** The categories of the fields that may be used to improve the service. */
  private List<String> categories() {
    return dataMap.stamped().stream()
        .flatMap(each -> each.fields().stream())
        .filter(each -> each.purposes().contains(Purpose.IMPROVEMENT))
        .map(each -> each.category().key())
        .distinct()
        .sorted()
        .toList();
  }

  private static Fields event(ConsentRecord.ConsentChange change) {
    return Fields.empty()
        .with("event_time", change.from())
        .with("end_time", change.to())
        .with("plan", change.plan())
        .with("event_state", change.state().name())
        .with("lawful_basis", change.basis().name());
  }
}
