package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.protection.vault.PageTokens;
import com.anykoma.privacy.usage.plan.CustomerOwner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads everything that is stored about a person, location by location as the data map lists them,
 * with sealed fields opened and other people's data removed (P22, P24). Only reads.
 *
 * <p>A value or object that cannot be opened, and data that this software cannot read, is present
 * with the member {@link #UNAVAILABLE}: it is never left out. A failure of a store fails the call,
 * which can be repeated.
 */
public record SubjectData(
    SubjectDocuments records,
    Accounts accounts,
    Billing billing,
    Blobs blobs,
    RealtimeDatabase realtime,
    FieldService fieldService,
    BlobService blobService,
    ThirdParties thirdParties,
    PageTokens tokens) {
  /** The largest page. */
  public static final int MAX_LIMIT = 500;

  /** The member that has the reason why data is not given, in place of a value or of fields. */
  public static final String UNAVAILABLE = "unavailable";

  private static final int MAX_READS = 20;

  /**
   * A document, an object, a sign-in account, a customer of the payment provider, or a node.
   *
   * @param name the path or id, unique in its location, without the person's uid
   * @param createdAt the store's time; empty if the store has none
   * @param updatedAt the store's time of the last change; empty if the store has none
   * @param fields what the data map lists, opened; of an object: {@code contentType} and {@code
   *     bytes}, its size
   * @param content of an object: its plain bytes; empty if it cannot be opened
   */
  public record Entry(
      String name,
      Optional<Instant> createdAt,
      Optional<Instant> updatedAt,
      Fields fields,
      Optional<OpenedBlob> content) {
    private Entry(String name, Optional<Instant> createdAt, Fields fields) {
      this(name, createdAt, Optional.empty(), fields, Optional.empty());
    }
  }

  /** A token that no page of this listing of this person has returned. */
  public static final class UnknownPage extends IllegalArgumentException {
    UnknownPage() {
      super("no page has this token; begin with the first page, which needs none");
    }
  }

  private DataMap dataMap() {
    return records.dataMap();
  }

  /** The locations whose data a person receives, in the data map's order. */
  public List<Location> sources() {
    return dataMap().locations().stream().filter(it -> it.export().exported()).toList();
  }

  /** The number of the person's entries in a location, deleted and not yet purged ones too. */
  public long count(SubjectId subject, Location source) {
    Optional<Location> documents = documents(source);
    if (documents.isPresent()) {
      return records.count(subject, documents.get());
    }
    long count = 0;
    for (List<Entry> page : Pages.of(at -> read(subject, source, at, MAX_LIMIT))) {
      count += page.size();
    }
    return count;
  }

  /**
   * One page of the person's entries in a location, in a stable order. A page may be shorter than
   * the limit, even empty, and have a next one.
   *
   * @param token of the previous page
   * @param limit 1 to 500
   * @throws UnknownPage if the token is malformed, or of another location or person
   */
  public Page<Entry> page(SubjectId subject, Location source, Optional<String> token, int limit) {
    Page.requireLimit(limit, MAX_LIMIT);
    Optional<String> at =
        token.map(it -> tokens.open(subject, source.name(), it).orElseThrow(UnknownPage::new));
    Map<String, Entry> entries = new LinkedHashMap<>(); // a store may list an entry twice
    int reads = 0;
    do {
      Page<Entry> page = read(subject, source, at, limit - entries.size());
      page.items().forEach(each -> entries.put(each.name(), each));
      at = page.next();
      reads++;
    } while (at.isPresent() && entries.size() < limit && reads < MAX_READS);
    return new Page<>(
        List.copyOf(entries.values()), at.map(it -> tokens.seal(subject, source.name(), it)));
  }

  private Page<Entry> read(SubjectId subject, Location source, Optional<String> at, int limit) {
    Optional<Location> documents = documents(source);
    if (documents.isPresent()) {
      Page<Document> page = records.page(subject, documents.get(), at, limit);
      boolean isCustomer = source.place() instanceof Place.Billing;
      return new Page<>(
          page.items().stream()
              .map(it -> isCustomer ? customer(source, subject, it) : entry(subject, source, it))
              .toList(),
          page.next());
    }
    if (source.place() instanceof Place.Blobs in) {
      return objects(subject, source, in, at, limit);
    }
    Stream<Entry> entries = Stream.of(unavailable(source.name(), "this software cannot read it"));
    if (source.place() instanceof Place.Accounts) {
      entries = accounts.get(subject).stream().map(it -> account(source, it));
    } else if (source.place() instanceof Place.Realtime node) {
      entries = node(node, subject).stream();
    }
    return new Page<>(entries.toList(), Optional.empty());
  }

  /**
   * The location of the documents that are, or lead to, the source's entries; empty if none are.
   */
  private Optional<Location> documents(Location source) {
    return source.place() instanceof Place.Billing
        ? dataMap().location(OwnCollections.CUSTOMERS.id())
        : Optional.of(source)
            .filter(
                it ->
                    it.place() instanceof Place.Documents in
                        && in.database().equals(Place.Documents.MAIN));
  }

  private static Entry unavailable(String name, String reason) {
    return new Entry(name, Optional.empty(), Fields.empty().with(UNAVAILABLE, reason));
  }

  private Entry entry(SubjectId subject, Location source, Document document) {
    Fields listed = thirdParties.removedFrom(subject, source, document.fields());
    Document own =
        new Document(document.path(), listed, document.createTime(), document.updateTime());
    Fields fields =
        fieldService.openOrMark(subject, source, own, reason -> Map.of(UNAVAILABLE, reason));
    return new Entry(
        thirdParties.nameOf(subject, document.path().value()),
        Optional.of(document.createTime()),
        Optional.of(document.updateTime()),
        fields,
        Optional.empty());
  }

  private Page<Entry> objects(
      SubjectId subject, Location source, Place.Blobs in, Optional<String> at, int limit) {
    PathPattern pattern = in.path();
    List<String> leading = pattern.leading(Map.of(pattern.ids().get(0), subject.documentId()));
    boolean isWhole = leading.size() == pattern.segments().size();
    String prefix = String.join("/", leading) + (isWhole ? "" : "/");
    Page<Blob> page = blobs.list(in.bucket(), prefix, at, limit);
    List<Blob> own =
        page.items().stream()
            .filter(it -> dataMap().locationOf(it.id()).equals(Optional.of(source)))
            .filter(it -> dataMap().subjectOf(it.id()).equals(Optional.of(subject)))
            .toList();
    List<Optional<Document>> uploads =
        records
            .documents()
            .getAll(own.stream().map(it -> blobService.recordPath(subject, it.id())).toList());
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      entries.add(object(subject, own.get(i), uploads.get(i)));
    }
    return new Page<>(entries, page.next());
  }

  private Entry object(SubjectId subject, Blob blob, Optional<Document> upload) {
    Optional<Instant> created = Optional.of(blob.created());
    String name = thirdParties.nameOf(subject, blob.id().name());
    Fields stored =
        Fields.empty().with("contentType", blob.contentType()).with("bytes", blob.size());
    try {
      OpenedBlob opened = blobService.open(subject, blob, upload);
      Fields plain = stored.with("contentType", opened.contentType()).with("bytes", opened.size());
      return new Entry(name, created, created, plain, Optional.of(opened));
    } catch (PermanentFailure e) {
      return new Entry(
          name, created, created, stored.with(UNAVAILABLE, e.getMessage()), Optional.empty());
    }
  }

  private Entry account(Location source, Account account) {
    Fields fields =
        Fields.empty()
            .with("uid", account.subject().value())
            .with("email", account.email().map(it -> it.reveal()))
            .with("displayName", account.displayName().map(it -> it.reveal()))
            .with("disabled", account.disabled())
            .with("created", account.created())
            .with("sessionsValidFrom", account.sessionsValidFrom())
            .with("claims", account.claims());
    return new Entry(
        source.name(), Optional.of(account.created()), dataMap().listedFields(source, fields));
  }

  private Optional<Entry> node(Place.Realtime place, SubjectId subject) {
    if (!NodePath.isKey(subject.value())) {
      return Optional.empty();
    }
    List<String> above = place.path().leading(Map.of());
    String json = realtime.json(new NodePath(above).child(subject.value()));
    Fields fields =
        json.startsWith("{")
            ? Fields.of(StrictJson.object(json.getBytes(StandardCharsets.UTF_8)).members())
            : Fields.empty().with("value", json);
    Entry entry = new Entry(String.join("/", above), Optional.empty(), fields);
    return Optional.of(entry).filter(it -> !json.equals("null"));
  }

  /** The provider's data of the customer that one of our records assigns to the person. */
  private Entry customer(Location source, SubjectId subject, Document record) {
    String id = CustomerOwner.idOf(record);
    if (CustomerOwner.read(record).filter(it -> it.isUncontestedOwner(subject)).isEmpty()) {
      return unavailable(id, "another account also claims this customer");
    }
    if (!source.place().equals(new Place.Billing("customer"))) {
      return unavailable(id, "the payment provider gives it to the payer");
    }
    List<Fields> subscriptions =
        billing.subscriptions(id).orElse(List.of()).stream().map(SubjectData::fields).toList();
    Fields fields =
        Fields.empty()
            .with("id", id)
            .with("subscriptions", subscriptions)
            .with("email", Map.of(UNAVAILABLE, "only the payment provider reads it"));
    return new Entry(id, billing.customer(id).map(it -> it.createdAt()), fields);
  }

  private static Fields fields(BillingSubscription subscription) {
    return Fields.empty()
        .with("id", subscription.id())
        .with("status", subscription.status().name().toLowerCase(Locale.ROOT))
        .with("paidUntil", subscription.paidUntil())
        .with("items", subscription.items().stream().map(it -> it.fields()).toList());
  }
}
