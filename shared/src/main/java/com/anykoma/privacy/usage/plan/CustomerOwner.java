package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The subject that owns a Stripe customer, and the source of this fact; stored in {@code
 * customers/{id}}. The order of arrival does not decide between claims: the source of the higher
 * rank wins, within one rank the earliest claim by Stripe's clock, and Stripe's latest answer
 * overrides all.
 *
 * @param at the time of the claim, by Stripe's clock
 * @param contested whether a claim from the same source names another subject
 */
public record CustomerOwner(SubjectId subject, OwnerSource source, Instant at, boolean contested) {
  static final String ENDED_AT = "endedAt";
  static final String RECORDED_AT = "recordedAt";
  private static final String UID = "uid";
  private static final String CUSTOMER = "customer";
  private static final Comparator<CustomerOwner> FIRST =
      Comparator.comparing(CustomerOwner::at).thenComparing(it -> it.subject().value());

  public CustomerOwner {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(source);
    Objects.requireNonNull(at);
  }

  static CustomerOwner of(OwnerClaim named, Instant at) {
    return new CustomerOwner(named.subject(), named.source(), at, false);
  }

  /** Returns the path of the record of a customer's owner. */
  public static DocumentPath path(String customer) {
    return OwnCollections.CUSTOMERS.document(BillingCustomer.documentId(customer));
  }

  /** Reads the owner; empty if the document names none. */
  public static Optional<CustomerOwner> read(Document customer) {
    Fields fields = customer.fields();
    return fields
        .string(UID)
        .map(
            uid ->
                new CustomerOwner(
                    new SubjectId(uid),
                    fields.string("source").map(OwnerSource::of).orElse(OwnerSource.METADATA),
                    fields.instant("namedAt").orElse(Instant.EPOCH),
                    fields.flag("contested")));
  }

  /** Returns the customer's id; the id of the document may be an encoding of it. */
  public static String idOf(Document customer) {
    return customer.fields().string(CUSTOMER).orElse(customer.path().id());
  }

  Fields write(String customer, String sourceEvent) {
    Fields fields =
        Fields.empty()
            .with(UID, subject.value())
            .with("source", source.storedName())
            .with("namedAt", at)
            .with("contested", contested)
            .with("sourceEvent", sourceEvent);
    return BillingCustomer.documentId(customer).equals(customer)
        ? fields
        : fields.with(CUSTOMER, customer);
  }

  /** Whether this subject owns the customer and no claim names another subject. */
  public boolean isUncontestedOwner(SubjectId candidate) {
    return subject.equals(candidate) && !contested;
  }

  /** Resolves the owner from this claim and the known one, also after Stripe decided nothing. */
  OwnerResolution resolve(Optional<CustomerOwner> known, boolean asked) {
    if (known.isEmpty()) {
      return OwnerResolution.of(this);
    }
    CustomerOwner owner = known.get();
    boolean same = subject.equals(owner.subject);
    boolean outranks = source == OwnerSource.PROVIDER || source.compareTo(owner.source) > 0;
    if (outranks) {
      return same
          ? OwnerResolution.of(this)
          : new OwnerResolution(this, false, Optional.of(owner), Optional.empty());
    }
    boolean isUnverified = source == OwnerSource.REFERENCE && owner.source != OwnerSource.REFERENCE;
    boolean agrees = same && (!owner.contested || source != OwnerSource.METADATA);
    if (isUnverified || agrees || (asked && source != owner.source)) {
      return OwnerResolution.of(same && source == owner.source ? owner.withEarlierTime(at) : owner);
    }
    if (!asked) {
      return new OwnerResolution(owner, true, Optional.empty(), Optional.empty());
    }
    if (same) {
      return OwnerResolution.of(owner.withEarlierTime(at));
    }
    return FIRST.compare(this, owner) < 0
        ? new OwnerResolution(this.asContested(), false, Optional.of(owner), Optional.of(owner))
        : new OwnerResolution(owner.asContested(), false, Optional.empty(), Optional.of(this));
  }

  /** Resolves the owner after an erased one: this claim's subject, if of the same rank. */
  OwnerResolution replaceErased(CustomerOwner erased) {
    return source.compareTo(erased.source) >= 0
        ? new OwnerResolution(this, false, Optional.of(erased), Optional.empty())
        : OwnerResolution.of(erased);
  }

  private CustomerOwner withEarlierTime(Instant time) {
    return time.isBefore(at) ? new CustomerOwner(subject, source, time, contested) : this;
  }

  private CustomerOwner asContested() {
    return new CustomerOwner(subject, source, at, true);
  }

  /**
   * The owner of a customer that follows from all claims.
   *
   * @param needsAnswer whether Stripe has to be asked first; the other members are then preliminary
   * @param previousOwner the owner that this resolution replaces
   * @param contender another subject that a claim from the same source names
   */
  record OwnerResolution(
      CustomerOwner owner,
      boolean needsAnswer,
      Optional<CustomerOwner> previousOwner,
      Optional<CustomerOwner> contender) {
    /** Returns the other subjects whose state changes. */
    Set<CustomerOwner> others() {
      Set<CustomerOwner> others = new LinkedHashSet<>();
      previousOwner.ifPresent(others::add);
      contender.ifPresent(others::add);
      return others;
    }

    static OwnerResolution of(CustomerOwner owner) {
      return new OwnerResolution(owner, false, Optional.empty(), Optional.empty());
    }
  }
}
