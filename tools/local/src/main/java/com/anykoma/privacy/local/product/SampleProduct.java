package com.anykoma.privacy.local.product;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationEdge;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.Plan;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The plans that sample people buy and the locations where they write, chosen from the product's
 * privacy files. A product may have no paid plan, no content or no images; then the choice is
 * empty.
 */
public final class SampleProduct {
  private static final String CREATED_AT = "createdAt";
  private static final List<Sealing> SEALINGS =
      List.of(Sealing.PAID, Sealing.ALWAYS, Sealing.NEVER);

  private final DataMap dataMap;
  private final PlanCatalog plans;
  private final Policies policies;

  private SampleProduct(DataMap dataMap, PlanCatalog plans, Policies policies) {
    this.dataMap = dataMap;
    this.plans = plans;
    this.policies = policies;
  }

  /** Chooses from the product's files. */
  public static SampleProduct of(PrivacyFiles files) {
    return new SampleProduct(files.dataMap(), files.plans(), files.policies());
  }

  public DataMap dataMap() {
    return dataMap;
  }

  /** The plan of everybody without a subscription. */
  public Plan freePlan() {
    return plans.plans().base();
  }

  /** The lowest paid plan that has a price. */
  public Optional<Plan> lowestPaidPlan() {
    return paidPlans().findFirst();
  }

  /** The highest paid plan that has a price. */
  public Optional<Plan> highestPaidPlan() {
    return paidPlans().reduce((lower, higher) -> higher);
  }

  private Stream<Plan> paidPlans() {
    return plans.plans().all().stream()
        .filter(each -> each.isPaid() && plans.itemOf(each).isPresent());
  }

  /** The claim with an account's plan. */
  public String planClaim() {
    return plans.claims().plan();
  }

  /** A price with which people buy one of the paid plans. */
  public Item priceOf(Plan plan) {
    return plans.itemOf(plan).orElseThrow();
  }

  /** Whether the page in force at a time lets content of the free plan improve the service. */
  public boolean improvesAt(Instant time) {
    return policies.isImprovementGrantedAt(time);
  }

  /**
   * The content for texts: if possible with a text that is sealed on paid plans, and with its owner
   * in the path.
   */
  public Optional<SampleContent> texts() {
    return content()
        .min(
            Comparator.<SampleContent, Integer>comparing(it -> SEALINGS.indexOf(it.sealing()))
                .thenComparing(it -> it.location().hasOwnerField()));
  }

  /** Other content for texts, if possible with its owner in a field; without other, the same. */
  public Optional<SampleContent> otherTexts() {
    return content()
        .filter(each -> each.location().hasOwnerField())
        .findFirst()
        .or(() -> content().filter(it -> it.objects().isEmpty()).reduce((one, next) -> next))
        .or(this::texts);
  }

  /** The content with images. */
  public Optional<SampleContent> images() {
    return content().filter(each -> each.objects().isPresent()).findFirst();
  }

  /** The log with IP addresses. */
  public Optional<SampleLog> log() {
    return dataMap.locations().stream().flatMap(each -> SampleLog.of(each).stream()).findFirst();
  }

  /** All stamped content of which a person can have several items, in the order of the data map. */
  public Stream<SampleContent> content() {
    return dataMap.stamped().stream()
        .filter(SampleProduct::canBeWritten)
        .map(each -> new SampleContent(each, objectsOf(each)));
  }

  /** Whether the owner of a document is known without other documents, and its last id is free. */
  private static boolean canBeWritten(Location location) {
    return location.subject() instanceof SubjectLocator.InPath path
        ? !path.id().equals(location.place().pattern().orElseThrow().lastId())
        : location.subject() instanceof SubjectLocator.InField owner
            && !owner.field().contains(".");
  }

  private Optional<Location> objectsOf(Location documents) {
    List<String> ids = documents.place().pattern().orElseThrow().ids();
    return documents.edges().stream()
        .filter(each -> each.kind() == LocationEdge.Kind.OWNED)
        .flatMap(each -> dataMap.location(each.to()).stream())
        .filter(
            each ->
                each.place() instanceof Place.Blobs blobs
                    && blobs.bucket().equals(UploadService.CONTENT)
                    && ids.containsAll(blobs.path().ids()))
        .findFirst();
  }

  /** The app's document about a person's account. */
  public DocumentPath account(SubjectId subject) {
    return accounts().existingDocument(subject.documentId());
  }

  /** The collection of these documents. */
  public CollectionPath accounts() {
    return dataMap.accountDocuments();
  }

  /** Whether the document about an account has this field. */
  public boolean accountHas(String field) {
    return dataMap.accountLocation().field(field).isPresent();
  }

  /** The fields of the document about a new account. */
  public Fields accountFields(Instant now) {
    return createdAt(dataMap.accountLocation(), now);
  }

  /** The document of a new item with the sample text, after those above it in the data map. */
  public Map<DocumentPath, Fields> documents(SampleItem item, Instant now) {
    return documents(item, SampleContent.TEXT, now);
  }

  /** The document of a new item with this text, after those above it in the data map. */
  public Map<DocumentPath, Fields> documents(SampleItem item, String text, Instant now) {
    List<String> segments = item.path().segments();
    Map<DocumentPath, Fields> documents = new LinkedHashMap<>();
    for (int end = 2; end < segments.size(); end += 2) {
      DocumentPath above = new DocumentPath(String.join("/", segments.subList(0, end)));
      dataMap
          .locationOf(above)
          .filter(each -> each.subject() instanceof SubjectLocator.InField)
          .ifPresent(each -> documents.put(above, fields(each, item.uid(), now)));
    }
    Fields fields = fields(item.content().location(), item.uid(), now);
    for (DataField each : item.content().text().stream().toList()) {
      fields = fields.with(each.name(), text);
    }
    documents.put(item.path(), fields);
    return documents;
  }

  private static Fields fields(Location location, String uid, Instant now) {
    Fields fields = createdAt(location, now);
    if (location.subject() instanceof SubjectLocator.InField owner) {
      fields =
          fields.with(
              owner.field(), location.subjectLists().contains(owner.field()) ? List.of(uid) : uid);
    }
    return fields;
  }

  private static Fields createdAt(Location location, Instant now) {
    return Fields.empty().with(CREATED_AT, location.field(CREATED_AT).map(each -> now));
  }
}
