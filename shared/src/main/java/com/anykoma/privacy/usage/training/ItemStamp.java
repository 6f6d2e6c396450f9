package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Plan;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Under what plan, policy and ground an item of content was created: {@code
 * subjects/{uid}/items/{collection:id}}, ours alone, unlike the flag mirrored into the app's
 * document. A stamp never loosens: written again it keeps the stricter word of each pair (P3, P8).
 *
 * @param item the content's collection and id under its owner, {@code prompts/p1}
 * @param createdAt when the document was created, by the server's clock
 * @param isProtected whether it was created while the subject was protected, as far as was known
 * @param policyVersion the policy in force at creation; empty before the first
 * @param epoch the subject's life that created it
 * @param deletedAt when we first learnt that it is deleted
 * @param sensitive whether it was found to hold sensitive data, or has an image that may hold some
 *     beside its pixels
 * @param held whether a legal hold keeps it
 */
public record ItemStamp(
    String item,
    Instant createdAt,
    Plan plan,
    boolean isProtected,
    Optional<String> policyVersion,
    LawfulBasis basis,
    long epoch,
    Optional<Instant> deletedAt,
    boolean sensitive,
    boolean held) {
  /** The field that names the content document: {@link #itemOf}. */
  public static final String ITEM = "item";

  public ItemStamp {
    Objects.requireNonNull(item);
    Objects.requireNonNull(createdAt);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(policyVersion);
    Objects.requireNonNull(basis);
    Objects.requireNonNull(deletedAt);
  }

  /**
   * Where the stamp of a content document is kept.
   *
   * @throws IllegalArgumentException when the content's id is too long to be part of another id;
   *     without a stamp it stays protected
   */
  public static DocumentPath pathOf(SubjectId subject, DocumentPath content) {
    return Subjects.path(subject)
        .child(OwnCollections.ITEMS, content.collection().id() + ":" + content.id());
  }

  /** How a stamp names a content document: by its collection and id under its owner. */
  public static String itemOf(DocumentPath content) {
    return content.collection().id() + "/" + content.id();
  }

  /** Finds the stamps of the content that a subject created after a moment. */
  public static Query createdAfter(SubjectId subject, Instant time) {
    return Query.in(Subjects.path(subject).collection(OwnCollections.ITEMS))
        .where("createdAt", Query.Operator.GREATER, time);
  }

  /** The same, of content that may hold sensitive data. */
  ItemStamp barred() {
    return new ItemStamp(
        item, createdAt, plan, isProtected, policyVersion, basis, epoch, deletedAt, true, held);
  }

  /** The stricter of both in every respect. */
  ItemStamp tightenedBy(ItemStamp other) {
    boolean strict = isProtected || other.isProtected;
    return new ItemStamp(
        item,
        createdAt.isBefore(other.createdAt) ? createdAt : other.createdAt,
        plan.compareTo(other.plan) >= 0 ? plan : other.plan,
        strict,
        createdAt.isAfter(other.createdAt) ? other.policyVersion : policyVersion,
        strict ? LawfulBasis.CONTRACT : basis,
        Math.min(epoch, other.epoch),
        Stream.concat(deletedAt.stream(), other.deletedAt.stream()).min(Comparator.naturalOrder()),
        sensitive || other.sensitive,
        held || other.held);
  }

  /**
   * The stamp that a stored document tells.
   *
   * @throws PermanentFailure when it lacks something that every stamp has, or has it in another
   *     form
   */
  public static ItemStamp read(Fields fields) {
    try {
      return complete(fields);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new PermanentFailure("a stamp cannot be read; its content stays protected", e);
    }
  }

  private static ItemStamp complete(Fields fields) {
    return new ItemStamp(
        fields.string(ITEM).orElseThrow(),
        fields.instant("createdAt").orElseThrow(),
        fields.string("plan").flatMap(Plan::of).orElseThrow(),
        fields.flag("protected"),
        fields.string("policyVersion"),
        LawfulBasis.valueOf(fields.string("basis").orElseThrow().toUpperCase(Locale.ROOT)),
        fields.number("epoch").orElseThrow(),
        fields.instant("deletedAt"),
        fields.flag("sensitive"),
        fields.flag("held"));
  }

  Fields write() {
    return Fields.empty()
        .with(ITEM, item)
        .with("createdAt", createdAt)
        .with("plan", plan.word())
        .with("protected", isProtected)
        .with("policyVersion", policyVersion)
        .with("basis", basis.name().toLowerCase(Locale.ROOT))
        .with("epoch", epoch)
        .with("deletedAt", deletedAt)
        .with("sensitive", sensitive)
        .with("held", held);
  }
}
