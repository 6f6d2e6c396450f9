package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.Plans;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan, policy and lawful basis under which a content item was created, stored in {@code
 * subjects/{uid}/items/{id}}, one for each owner. Clients cannot write it, unlike the copy in the
 * app's document. A later write never makes a stamp less strict: it keeps the stricter value of
 * each field (P3, P8).
 *
 * @param item path of the content document
 * @param createdAt the document's create time, by the server's clock
 * @param plan the plan's name
 * @param isProtected whether the subject was protected at creation, as known when stamping
 * @param policyVersion the policy in force at creation; empty before the first
 * @param epoch the account's epoch at creation; an erasure starts a new epoch
 * @param deletedAt when the deletion was first observed
 * @param sensitive the kinds of sensitive data that were seen in the content, such as {@code CARD},
 *     and {@link #IMAGE} for an image whose metadata may have some; never the data itself
 * @param held whether the item is under a legal hold
 */
public record ItemStamp(
    String item,
    Instant createdAt,
    String plan,
    boolean isProtected,
    Optional<String> policyVersion,
    LawfulBasis basis,
    long epoch,
    Optional<Instant> deletedAt,
    Set<String> sensitive,
    boolean held) {
  /** The field with the path of the content document. */
  public static final String ITEM = "item";

  /** The kind of an image whose metadata could not be removed. */
  static final String IMAGE = "IMAGE";

  private static final String SENSITIVE = "sensitive";

  public ItemStamp {
    Objects.requireNonNull(item);
    Objects.requireNonNull(createdAt);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(policyVersion);
    Objects.requireNonNull(basis);
    Objects.requireNonNull(deletedAt);
    sensitive = ImmutableSortedSet.copyOf(sensitive);
  }

  /** Returns the path of the stamp of a content document under one of its owners. */
  public static DocumentPath pathOf(SubjectId subject, DocumentPath content) {
    return Subjects.stampPath(subject, content);
  }

  /** Returns the path of the content document. */
  public DocumentPath content() {
    return new DocumentPath(item);
  }

  /** Queries the stamps of the content that a subject created after a time. */
  public static Query createdAfter(SubjectId subject, Instant time) {
    return Query.in(Subjects.path(subject).collection(OwnCollections.ITEMS))
        .where("createdAt", Query.Operator.GREATER, time);
  }

  /** Returns a copy marked as protected. */
  ItemStamp asProtected() {
    return with(true, LawfulBasis.CONTRACT, sensitive);
  }

  /** Returns a copy with these kinds of sensitive data added. */
  ItemStamp withSensitive(Set<String> kinds) {
    return with(isProtected, basis, Sets.union(sensitive, kinds));
  }

  private ItemStamp with(boolean strict, LawfulBasis lawful, Set<String> kinds) {
    return new ItemStamp(
        item, createdAt, plan, strict, policyVersion, lawful, epoch, deletedAt, kinds, held);
  }

  /** Merges two stamps of one item, with the stricter value of each field. */
  ItemStamp tightenedBy(ItemStamp other, Plans plans) {
    boolean strict = isProtected || other.isProtected;
    return new ItemStamp(
        item,
        createdAt.isBefore(other.createdAt) ? createdAt : other.createdAt,
        plans.higher(plan, other.plan),
        strict,
        createdAt.isAfter(other.createdAt) ? other.policyVersion : policyVersion,
        strict ? LawfulBasis.CONTRACT : basis,
        Math.min(epoch, other.epoch),
        Stream.concat(deletedAt.stream(), other.deletedAt.stream()).min(Comparator.naturalOrder()),
        Sets.union(sensitive, other.sensitive),
        held || other.held);
  }

  /** Reads a stored stamp; a malformed one is a permanent failure. */
  public static ItemStamp read(Fields fields) {
    try {
      return parse(fields);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new PermanentFailure("a stamp cannot be read; its content stays protected", e);
    }
  }

  private static ItemStamp parse(Fields fields) {
    return new ItemStamp(
        fields.string(ITEM).orElseThrow(),
        fields.instant("createdAt").orElseThrow(),
        fields.string("plan").orElseThrow(),
        fields.flag("protected"),
        fields.string("policyVersion"),
        LawfulBasis.valueOf(fields.string("basis").orElseThrow().toUpperCase(Locale.ROOT)),
        fields.number("epoch").orElseThrow(),
        fields.instant("deletedAt"),
        Set.copyOf(fields.strings(SENSITIVE)),
        fields.flag("held"));
  }

  Fields write() {
    return Fields.empty()
        .with(ITEM, item)
        .with("createdAt", createdAt)
        .with("plan", plan)
        .with("protected", isProtected)
        .with("policyVersion", policyVersion)
        .with("basis", basis.name().toLowerCase(Locale.ROOT))
        .with("epoch", epoch)
        .with("deletedAt", deletedAt)
        .with(SENSITIVE, List.copyOf(sensitive))
        .with("held", held);
  }
}
