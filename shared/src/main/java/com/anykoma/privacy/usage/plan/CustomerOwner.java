package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which subject a customer of Stripe's is, {@code customers/{id}}, and the fact that says so. Which
 * of several facts holds depends on the facts, never on the order of their arrival: the source of
 * the higher rank, of the same rank the earliest by Stripe's clock, and Stripe's latest answer over
 * all.
 *
 * @param at when the fact was told, by Stripe's clock
 * @param contested whether another fact of the same source names another subject
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

  static CustomerOwner of(Named named, Instant at) {
    return new CustomerOwner(named.subject(), named.source(), at, false);
  }

  /** Where it is kept whose a customer is. */
  public static DocumentPath path(String customer) {
    return OwnCollections.CUSTOMERS.document(BillingCustomer.documentId(customer));
  }

  /** Empty for a document that names no subject. */
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

  /** The customer's id, which that of the document may only stand for. */
  public static String idOf(Document customer) {
    return customer.fields().string(CUSTOMER).orElse(customer.path().id());
  }

  Fields write(String customer, String sourceEvent) {
    Fields fields =
        Fields.empty()
            .with(UID, subject.value())
            .with("source", source.word())
            .with("namedAt", at)
            .with("contested", contested)
            .with("sourceEvent", sourceEvent);
    return BillingCustomer.documentId(customer).equals(customer)
        ? fields
        : fields.with(CUSTOMER, customer);
  }

  /** Whether the customer is known to be this subject's, and no fact names another subject. */
  public boolean isCertainly(SubjectId named) {
    return subject.equals(named) && !contested;
  }

  /**
   * What becomes of the customer once this fact is told.
   *
   * @param known by the facts told so far
   * @param asked whether Stripe was asked, and had no answer that counts for more
   */
  OwnerResolution against(Optional<CustomerOwner> known, boolean asked) {
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
    boolean guesses = source == OwnerSource.REFERENCE && owner.source != OwnerSource.REFERENCE;
    boolean agrees = same && (!owner.contested || source != OwnerSource.METADATA);
    if (guesses || agrees || (asked && source != owner.source)) {
      return OwnerResolution.of(same && source == owner.source ? owner.since(at) : owner);
    }
    if (!asked) {
      return new OwnerResolution(owner, true, Optional.empty(), Optional.empty());
    }
    if (same) {
      return OwnerResolution.of(owner.since(at));
    }
    return FIRST.compare(this, owner) < 0
        ? new OwnerResolution(this.inContest(), false, Optional.of(owner), Optional.of(owner))
        : new OwnerResolution(owner.inContest(), false, Optional.empty(), Optional.of(this));
  }

  /**
   * The same for a customer whose subject is erased: another one takes it over whom a fact of at
   * least the same rank names.
   */
  OwnerResolution succeeding(CustomerOwner erased) {
    return source.compareTo(erased.source) >= 0
        ? new OwnerResolution(this, false, Optional.of(erased), Optional.empty())
        : OwnerResolution.of(erased);
  }

  private CustomerOwner since(Instant time) {
    return time.isBefore(at) ? new CustomerOwner(subject, source, time, contested) : this;
  }

  private CustomerOwner inContest() {
    return new CustomerOwner(subject, source, at, true);
  }

  /**
   * What the facts on a customer come to.
   *
   * @param asks whether Stripe has to be asked first; the rest says nothing then
   * @param displaced who was the owner until now
   * @param contender whom another fact of the same source names
   */
  record OwnerResolution(
      CustomerOwner owner,
      boolean asks,
      Optional<CustomerOwner> displaced,
      Optional<CustomerOwner> contender) {
    /** Every subject but the owner for whom something changes. */
    Set<CustomerOwner> others() {
      Set<CustomerOwner> others = new LinkedHashSet<>();
      displaced.ifPresent(others::add);
      contender.ifPresent(others::add);
      return others;
    }

    static OwnerResolution of(CustomerOwner owner) {
      return new OwnerResolution(owner, false, Optional.empty(), Optional.empty());
    }
  }
}
