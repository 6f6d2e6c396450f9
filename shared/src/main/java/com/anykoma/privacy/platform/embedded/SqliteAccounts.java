package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sign-in accounts in SQLite, with locally signed ID tokens and a feed of deletions. */
public final class SqliteAccounts implements Accounts {
  /** Firebase Auth's limit on custom claims, in characters of JSON. */
  private static final int MAX_CLAIMS = 1_000;

  private static final String COLUMNS =
      "SELECT uid, email, display_name, disabled, created, sessions_from, claims FROM accounts";

  private final SqliteStore store;
  private final IdTokens tokens;
  private final InstantSource clock;
  private final OperationCounts counts;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  SqliteAccounts(SqliteStore store, IdTokens tokens, InstantSource clock, OperationCounts counts) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.counts = counts;
  }

  /** A deleted account. Sequences increase in the order of deletions. */
  public record AccountDeletion(long sequence, SubjectId subject) {}

  /** Creates an account for a uid that has none. */
  public Account create(
      SubjectId subject,
      Optional<Sensitive<String>> email,
      Optional<Sensitive<String>> displayName) {
    counts.increment("accounts.create");
    Instant now = Micros.toInstant(Micros.of(clock.instant()));
    int created =
        store.update(
            "INSERT INTO accounts (uid, email, display_name, disabled, created,"
                + " sessions_from, claims) VALUES (?, ?, ?, 0, ?, ?, '{}')"
                + " ON CONFLICT (uid) DO NOTHING",
            subject.value(),
            email.map(Sensitive::reveal).orElse(null),
            displayName.map(Sensitive::reveal).orElse(null),
            Micros.of(now),
            Micros.of(now));
    if (created == 0) {
      throw new IllegalStateException("the uid already has an account");
    }
    return new Account(subject, email, displayName, false, now, now, Map.of());
  }

  /** Issues an ID token, valid for one hour, for a sign-in now to an enabled account. */
  public String issueIdToken(SubjectId subject) {
    Account account =
        get(subject)
            .filter(each -> !each.disabled())
            .orElseThrow(
                () -> new IllegalStateException("the account does not exist or is disabled"));
    Instant now = clock.instant();
    // a sign-in is after an earlier revocation, even when the clock stands still
    Instant signedInAt =
        now.isBefore(account.sessionsValidFrom()) ? account.sessionsValidFrom() : now;
    return tokens.issue(subject, signedInAt, IdTokens.ISSUER, IdTokens.AUDIENCE, account.claims());
  }

  @Override
  public VerifiedToken verify(String idToken) {
    counts.increment("accounts.verify");
    VerifiedToken token = tokens.verify(idToken);
    Account account = find(token.subject()).orElseThrow(() -> new InvalidToken("no such account"));
    if (account.disabled()) {
      throw new InvalidToken("account disabled");
    }
    if (token.signedInAt().isBefore(account.sessionsValidFrom())) {
      throw new InvalidToken("session revoked");
    }
    return token;
  }

  @Override
  public Optional<Account> get(SubjectId subject) {
    counts.increment("accounts.get");
    return find(subject);
  }

  @Override
  public Optional<Account> withEmail(Sensitive<String> email) {
    counts.increment("accounts.withEmail");
    return store.first(
        COLUMNS + " WHERE lower(email) = lower(?) ORDER BY uid",
        SqliteAccounts::account,
        email.reveal());
  }

  private Optional<Account> find(SubjectId subject) {
    return store.first(COLUMNS + " WHERE uid = ?", SqliteAccounts::account, subject.value());
  }

  @Override
  public Map<SubjectId, Account> getAll(Collection<SubjectId> subjects) {
    if (subjects.size() > MAX_SUBJECTS_PER_CALL) {
      throw new IllegalArgumentException(
          "at most " + MAX_SUBJECTS_PER_CALL + " subjects are allowed per call");
    }
    counts.increment("accounts.getAll");
    return store.read(
        session -> {
          Map<SubjectId, Account> found = new HashMap<>();
          for (SubjectId each : subjects) {
            session
                .first(COLUMNS + " WHERE uid = ?", SqliteAccounts::account, each.value())
                .ifPresent(account -> found.put(each, account));
          }
          return Map.copyOf(found);
        });
  }

  @Override
  public Page<Account> list(Optional<String> pageToken, int limit) {
    counts.increment("accounts.list");
    List<Account> found =
        store.list(
            COLUMNS + " WHERE uid > ? ORDER BY uid LIMIT ?",
            SqliteAccounts::account,
            pageToken.orElse(""),
            limit + 1);
    return ListingPages.of(found, limit, last -> last.subject().value());
  }

  @Override
  public boolean disable(SubjectId subject) {
    counts.increment("accounts.disable");
    return change("UPDATE accounts SET disabled = 1 WHERE uid = ?", subject.value());
  }

  /** Revokes all existing sessions, including those of the current microsecond. */
  @Override
  public boolean revokeSessions(SubjectId subject) {
    counts.increment("accounts.revoke");
    return change(
        "UPDATE accounts SET sessions_from = max(?, sessions_from) + 1 WHERE uid = ?",
        Micros.of(clock.instant()),
        subject.value());
  }

  @Override
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    counts.increment("accounts.claims");
    String json = FieldsWriter.write(Fields.of(claims));
    if (json.length() > MAX_CLAIMS) {
      throw new IllegalArgumentException("custom claims are longer than 1,000 characters of JSON");
    }
    if (claims.keySet().stream().anyMatch(Account.RESERVED_CLAIMS::contains)) {
      throw new IllegalArgumentException("a custom claim has a reserved name");
    }
    return change("UPDATE accounts SET claims = ? WHERE uid = ?", json, subject.value());
  }

  private boolean change(String sql, Object... values) {
    return store.update(sql, values) > 0;
  }

  @Override
  public void delete(SubjectId subject) {
    counts.increment("accounts.delete");
    boolean deleted =
        store.write(
            session -> {
              int rows = session.update("DELETE FROM accounts WHERE uid = ?", subject.value());
              return rows > 0
                  && session.update(
                          "INSERT INTO account_deletions (uid) VALUES (?)", subject.value())
                      > 0;
            });
    if (deleted) {
      listeners.forEach(Runnable::run);
    }
  }

  /** The deletions after {@code after}, at most {@code limit}, in order. */
  public List<AccountDeletion> deletions(long after, int limit) {
    return store.list(
        "SELECT sequence, uid FROM account_deletions WHERE sequence > ?"
            + " ORDER BY sequence LIMIT ?",
        row -> new AccountDeletion(row.getLong(1), new SubjectId(row.getString(2))),
        after,
        limit);
  }

  /** Deletes the feed entries up to {@code upTo}, with their uids. Idempotent. */
  public void forgetDeletions(long upTo) {
    change("DELETE FROM account_deletions WHERE sequence <= ?", upTo);
  }

  /** Calls {@code listener} on the deleting thread after each deletion; it must not throw. */
  public void onDelete(Runnable listener) {
    listeners.add(listener);
  }

  private static Account account(ResultSet row) throws SQLException {
    Map<String, Object> claims = new HashMap<>();
    Fields stored = FieldsReader.read(row.getString(7));
    stored.asMap().keySet().forEach(it -> stored.value(it).ifPresent(set -> claims.put(it, set)));
    return new Account(
        new SubjectId(row.getString(1)),
        sensitive(row.getString(2)),
        sensitive(row.getString(3)),
        row.getBoolean(4),
        Micros.toInstant(row.getLong(5)),
        Micros.toInstant(row.getLong(6)),
        claims);
  }

  private static Optional<Sensitive<String>> sensitive(@Nullable String value) {
    return Optional.ofNullable(value).map(Sensitive::of);
  }
}
