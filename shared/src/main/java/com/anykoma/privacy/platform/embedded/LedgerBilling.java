package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A payment provider as tables in SQLite. A deleted customer stays known, without subscriptions;
 * its former subscriptions can still be read and are cancelled.
 */
public final class LedgerBilling implements Billing {
  private static final String COLUMNS = "SELECT id, customer, status, items, paid_until";
  private static final String PLAN_NAMES = "planNames";
  private static final int REDACTION_ID_BYTES = 12;

  private final SqliteStore store;
  private final InstantSource clock;
  private final OperationCounts counts;
  private volatile boolean redactionsHeld;
  private volatile boolean redactionsRefused;

  LedgerBilling(SqliteStore store, InstantSource clock, OperationCounts counts) {
    this.store = store;
    this.clock = clock;
    this.counts = counts;
  }

  /** Adds a customer whose metadata names no subject. A known customer is not changed. */
  public void putCustomer(String customer) {
    store.write(session -> insertIfAbsent(session, customer));
  }

  /** Adds a customer, created now. For a known customer, only the named subject is updated. */
  public void putCustomer(String customer, Optional<SubjectId> claimedSubject) {
    BillingCustomer added = customer(customer, claimedSubject);
    store.write(session -> insert(session, added, "UPDATE SET uid = excluded.uid"));
  }

  /** Creates or updates the customer; a deleted one stays deleted. */
  public void put(BillingCustomer customer) {
    String replace = "UPDATE SET uid = excluded.uid, created = excluded.created";
    store.write(session -> insert(session, customer, replace));
  }

  /** Sets the e-mail address of a customer. */
  public void putEmail(String customer, Sensitive<String> email) {
    store.update(
        "INSERT OR REPLACE INTO customer_emails (customer, email) VALUES (?, ?)",
        customer,
        email.reveal());
  }

  /** Creates or replaces a product with these plan names in its metadata. */
  public void putProduct(String product, List<String> planNames) {
    store.update(
        "INSERT OR REPLACE INTO products (id, fields) VALUES (?, ?)",
        product,
        FieldsWriter.write(Fields.empty().with(PLAN_NAMES, planNames)));
  }

  /** Sets whether new redaction requests stay pending; by default each is done immediately. */
  public void holdRedactions(boolean wait) {
    redactionsHeld = wait;
  }

  /** Sets whether redaction requests are refused; the default is false. */
  public void refuseRedactions(boolean refuse) {
    redactionsRefused = refuse;
  }

  /** Creates or replaces the subscription, and adds its customer if unknown. */
  public void put(BillingSubscription subscription) {
    List<Fields> items =
        subscription.items().stream().map(BillingSubscription.Item::fields).toList();
    store.write(
        session -> {
          insertIfAbsent(session, subscription.customer());
          return session.update(
              "INSERT OR REPLACE INTO subscriptions (id, customer, status, items, paid_until)"
                  + " VALUES (?, ?, ?, ?, ?)",
              subscription.id(),
              subscription.customer(),
              subscription.status().name(),
              FieldsWriter.write(Fields.of(Map.of("items", items))),
              subscription.paidUntil().map(Micros::of).orElse(null));
        });
  }

  private int insert(Session session, BillingCustomer customer, String onConflict)
      throws SQLException {
    return session.update(
        "INSERT INTO customers (id, uid, created, deleted) VALUES (?, ?, ?, 0)"
            + " ON CONFLICT (id) DO "
            + onConflict,
        customer.id(),
        customer.claimedSubject().map(SubjectId::value).orElse(null),
        Micros.of(customer.createdAt()));
  }

  private int insertIfAbsent(Session session, String customer) throws SQLException {
    return insert(session, customer(customer, Optional.empty()), "NOTHING");
  }

  private BillingCustomer customer(String id, Optional<SubjectId> claimedSubject) {
    return new BillingCustomer(id, claimedSubject, clock.instant());
  }

  @Override
  public Optional<BillingSubscription> subscription(String subscription) {
    counts.increment("billing.subscription");
    return store.first(
        COLUMNS + " FROM subscriptions WHERE id = ?", LedgerBilling::subscription, subscription);
  }

  @Override
  public Optional<List<BillingSubscription>> subscriptions(String customer) {
    counts.increment("billing.subscriptions");
    return store.read(
        session -> {
          Optional<Boolean> deleted =
              session.first(
                  "SELECT deleted FROM customers WHERE id = ?", row -> row.getBoolean(1), customer);
          if (deleted.isEmpty() || deleted.get()) {
            return deleted.map(each -> List.of());
          }
          return Optional.of(
              session.list(
                  COLUMNS + " FROM subscriptions WHERE customer = ? ORDER BY id",
                  LedgerBilling::subscription,
                  customer));
        });
  }

  @Override
  public List<String> planNames(String product) {
    counts.increment("billing.plan-names");
    return store
        .first("SELECT fields FROM products WHERE id = ?", row -> row.getString(1), product)
        .map(it -> FieldsReader.read(it).strings(PLAN_NAMES))
        .orElse(List.of());
  }

  @Override
  public void cancel(String subscription) {
    counts.increment("billing.cancel");
    store.update(
        "UPDATE subscriptions SET status = 'CANCELED' WHERE id = ?"
            + " AND status <> 'INCOMPLETE_EXPIRED'",
        subscription);
  }

  @Override
  public void deleteCustomer(String customer) {
    counts.increment("billing.delete-customer");
    store.write(
        session -> {
          session.update(
              "UPDATE subscriptions SET status = 'CANCELED' WHERE customer = ?"
                  + " AND status <> 'INCOMPLETE_EXPIRED'",
              customer);
          session.update("DELETE FROM customer_emails WHERE customer = ?", customer);
          return session.update("UPDATE customers SET deleted = 1 WHERE id = ?", customer);
        });
  }

  @Override
  public Optional<BillingCustomer> customer(String customer) {
    counts.increment("billing.customer");
    return store.first(
        "SELECT id, uid, created FROM customers WHERE deleted = 0 AND id = ?",
        LedgerBilling::customer,
        customer);
  }

  /** {@inheritDoc} The newest is first, as at Stripe. The page token is the last id. */
  @Override
  public Page<BillingCustomer> customers(Optional<String> pageToken, int limit) {
    Page.requireLimit(limit, MAX_PAGE_SIZE);
    counts.increment("billing.customers");
    String after =
        pageToken.isEmpty()
            ? ""
            : " AND (created, id) < (SELECT created, id FROM customers WHERE id = ?)";
    List<Object> values = new ArrayList<>(pageToken.stream().toList());
    values.add(limit + 1);
    List<BillingCustomer> found =
        store.list(
            "SELECT id, uid, created FROM customers WHERE deleted = 0"
                + after
                + " ORDER BY created DESC, id DESC LIMIT ?",
            LedgerBilling::customer,
            values.toArray());
    return ListingPages.of(found, limit, BillingCustomer::id);
  }

  @Override
  public List<BillingCustomer> customersWithEmail(Sensitive<String> email) {
    counts.increment("billing.customers-with-email");
    return store.list(
        "SELECT id, uid, created FROM customers JOIN customer_emails ON customer = id"
            + " WHERE deleted = 0 AND lower(email) = lower(?) ORDER BY id LIMIT 100",
        LedgerBilling::customer,
        email.reveal());
  }

  private static BillingCustomer customer(ResultSet row) throws SQLException {
    return new BillingCustomer(
        row.getString(1),
        Optional.ofNullable(row.getString(2)).map(SubjectId::new),
        Micros.toInstant(row.getLong(3)));
  }

  @Override
  public Redaction requestRedaction(String customer, Optional<String> request) {
    counts.increment("billing.request-redaction");
    String id = redactionId(customer);
    return store.write(
        session -> {
          if (!session.exists("SELECT 1 FROM customers WHERE id = ?", customer)) {
            return Redaction.unknownCustomer();
          }
          if (redactionsRefused) {
            return Redaction.refused();
          }
          session.update(
              "INSERT INTO redactions (id, done) VALUES (?, ?)"
                  + " ON CONFLICT (id) DO UPDATE SET done = max(done, excluded.done)",
              id,
              redactionsHeld ? 0 : 1);
          return redaction(session, id).orElseThrow();
        });
  }

  @Override
  public Optional<Redaction> redaction(String request) {
    counts.increment("billing.redaction");
    return store.read(session -> redaction(session, request));
  }

  private static Optional<Redaction> redaction(Session session, String request)
      throws SQLException {
    return session.first(
        "SELECT done FROM redactions WHERE id = ?",
        row -> row.getBoolean(1) ? Redaction.done(request) : Redaction.requested(request),
        request);
  }

  public List<String> redactionIds() {
    return store.list("SELECT id FROM redactions ORDER BY id", row -> row.getString(1));
  }

  private static String redactionId(String customer) {
    return "redact_" + HexFormat.of().formatHex(Sha256.of(customer), 0, REDACTION_ID_BYTES);
  }

  private static BillingSubscription subscription(ResultSet row) throws SQLException {
    List<BillingSubscription.Item> items =
        FieldsReader.read(row.getString(4)).maps("items").stream()
            .map(BillingSubscription.Item::of)
            .toList();
    long micros = row.getLong(5);
    Optional<Instant> paidUntil =
        row.wasNull() ? Optional.empty() : Optional.of(Micros.toInstant(micros));
    return new BillingSubscription(
        row.getString(1),
        row.getString(2),
        SubscriptionStatus.valueOf(row.getString(3)),
        items,
        paidUntil);
  }
}
