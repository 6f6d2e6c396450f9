package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.common.base.Strings;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.AbstractFirebaseAuth;
import com.google.firebase.auth.AuthErrorCode;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.FirebaseAuthException;
import com.google.firebase.auth.FirebaseToken;
import com.google.firebase.auth.ListUsersPage;
import com.google.firebase.auth.UidIdentifier;
import com.google.firebase.auth.UserIdentifier;
import com.google.firebase.auth.UserRecord;
import com.google.firebase.auth.UserRecord.UpdateRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in accounts in Firebase Auth. Its token times have a resolution of one second: a token from
 * the second of a revocation stays valid, and a token is accepted for five minutes after its
 * expiry. A process uses either the real service or one emulator.
 *
 * <p>Identity Platform stores the accounts of each tenant separately and does not return them for
 * the project. So each method searches the project and all its tenants; see {@link AuthTenants}.
 */
public final class FirebaseAccounts implements Accounts, AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  /** Firebase Auth's limit on the page size. */
  private static final int MAX_PAGE_SIZE = 1_000;

  /** Denotes the project instead of a tenant; sorts before all tenants. */
  private static final String PROJECT = "";

  /** Follows the tenant id in a page token; tenant ids do not contain it. */
  private static final char TENANT_SEPARATOR = '/';

  private final EmulatorSwitch emulator;
  private final FirebaseApp app;
  private final AuthTenants tenants;

  private FirebaseAccounts(EmulatorSwitch emulator, FirebaseApp app) {
    this.emulator = emulator;
    this.app = app;
    this.tenants = new AuthTenants(app);
  }

  /** Opens the project's accounts with the default credentials; a process has one Firebase Auth. */
  public static FirebaseAccounts open(GoogleSettings settings) {
    GoogleCredentials credentials =
        settings.endpoint(Service.AUTH).isPresent()
            // the emulator grants this token all rights
            ? GoogleCredentials.create(new AccessToken("owner", null))
            : defaultCredentials();
    return open(settings, credentials, new NetHttpTransport());
  }

  /** Opens the accounts with the given credentials and transport. */
  static FirebaseAccounts open(
      GoogleSettings settings, GoogleCredentials credentials, HttpTransport transport) {
    EmulatorSwitch emulator = EmulatorSwitch.of(settings.endpoint(Service.AUTH));
    FirebaseOptions options =
        FirebaseOptions.builder()
            .setProjectId(settings.project())
            .setCredentials(credentials)
            .setHttpTransport(transport)
            .setJsonFactory(GsonFactory.getDefaultInstance())
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setReadTimeout(READ_TIMEOUT_MILLIS)
            .build();
    return new FirebaseAccounts(emulator, emulator.open(options));
  }

  private static GoogleCredentials defaultCredentials() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new CloudFailure("Firebase Auth", "open", "NO_DEFAULT_CREDENTIALS");
    }
  }

  @Override
  public VerifiedToken verify(String idToken) {
    Optional<String> tenant = IdTokenShape.claimedTenant(idToken);
    if (tenant.isPresent()) {
      // verify the signature first: the tenant in an unverified token is untrusted
      ifFound("verify", project(), auth -> auth.verifyIdToken(idToken, false));
    }
    FirebaseToken token =
        ifFound("verify", in(tenant.orElse(PROJECT)), auth -> auth.verifyIdToken(idToken, true))
            .orElseThrow(() -> new InvalidToken("no such account"));
    Number signedInAt = (Number) Objects.requireNonNull(token.getClaims().get("auth_time"));
    return new VerifiedToken(
        subject(token.getUid()), Instant.ofEpochSecond(signedInAt.longValue()));
  }

  @Override
  public Optional<Account> get(SubjectId subject) {
    return find("get", auth -> account(auth.getUser(subject.value())));
  }

  @Override
  public Optional<Account> withEmail(Sensitive<String> email) {
    return find("get by e-mail", auth -> account(auth.getUserByEmail(email.reveal())));
  }

  /** The first account found, in the project and then its tenants. */
  private Optional<Account> find(String operation, Call<Account> call) {
    return ifFound(operation, project(), call)
        .or(
            () ->
                tenants().stream()
                    .flatMap(it -> ifFound(operation, in(it), call).stream())
                    .findFirst());
  }

  @Override
  public Map<SubjectId, Account> getAll(Collection<SubjectId> subjects) {
    if (subjects.size() > MAX_SUBJECTS_PER_CALL) {
      throw new IllegalArgumentException(
          "at most " + MAX_SUBJECTS_PER_CALL + " subjects are allowed per call");
    }
    Map<SubjectId, Account> found = new HashMap<>();
    Set<SubjectId> missing = new HashSet<>(subjects);
    lookUp(project(), missing, found);
    if (!missing.isEmpty()) {
      tenants().forEach(it -> lookUp(in(it), missing, found));
    }
    return Map.copyOf(found);
  }

  /** Moves the accounts found from {@code missing} to {@code found}. */
  private void lookUp(
      AbstractFirebaseAuth auth, Set<SubjectId> missing, Map<SubjectId, Account> found) {
    if (missing.isEmpty()) {
      return;
    }
    List<UserIdentifier> uids = new ArrayList<>();
    missing.forEach(each -> uids.add(new UidIdentifier(each.value())));
    ifFound("look up", auth, it -> it.getUsers(uids)).stream()
        .flatMap(it -> it.getUsers().stream())
        .map(FirebaseAccounts::account)
        .filter(it -> missing.remove(it.subject()))
        .forEach(it -> found.put(it.subject(), it));
  }

  /**
   * {@inheritDoc} A page has at most 1,000 accounts, all of the project or all of one tenant.
   * Accounts without a valid {@link SubjectId} are omitted. The page token contains the tenant.
   */
  @Override
  public Page<Account> list(Optional<String> pageToken, int limit) {
    int most = Math.min(limit, MAX_PAGE_SIZE);
    List<Account> accounts = new ArrayList<>();
    Optional<String> next = pageToken.or(() -> Optional.of(PROJECT + TENANT_SEPARATOR));
    while (accounts.isEmpty() && next.isPresent()) {
      next = list(next.get(), most, accounts);
    }
    return new Page<>(accounts, next);
  }

  private Optional<String> list(String pageToken, int most, List<Account> accounts) {
    int end = pageToken.indexOf(TENANT_SEPARATOR);
    String tenant = pageToken.substring(0, end);
    @Nullable String from = Strings.emptyToNull(pageToken.substring(end + 1));
    Optional<ListUsersPage> page =
        ifFound("list", in(tenant), auth -> auth.listUsers(from, most)); // empty: it was deleted
    BatchRunner aside = new BatchRunner("accounts");
    page.ifPresent(
        it -> accounts.addAll(aside.read(it.getValues(), each -> "", FirebaseAccounts::account)));
    aside.throwTransient();
    return page.map(ListUsersPage::getNextPageToken)
        .filter(it -> !it.isEmpty())
        .map(it -> tenant + TENANT_SEPARATOR + it)
        .or(() -> after(tenant).map(it -> it + TENANT_SEPARATOR));
  }

  private Optional<String> after(String tenant) {
    return tenants().stream().filter(it -> it.compareTo(tenant) > 0).findFirst();
  }

  @Override
  public boolean disable(SubjectId subject) {
    UpdateRequest disabled = new UpdateRequest(subject.value()).setDisabled(true);
    return changed("disable", auth -> auth.updateUser(disabled));
  }

  @Override
  public boolean revokeSessions(SubjectId subject) {
    return changed("revoke sessions", auth -> auth.revokeRefreshTokens(subject.value()));
  }

  @Override
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    return changed("set claims", auth -> auth.setCustomUserClaims(subject.value(), claims));
  }

  @Override
  public void delete(SubjectId subject) {
    changed("delete", auth -> auth.deleteUser(subject.value()));
  }

  /** Closes the app. After the last one is closed, the process may use another address. */
  @Override
  public void close() {
    emulator.close(app);
  }

  /** A call of the library. */
  @FunctionalInterface
  private interface Call<T> {
    T of(AbstractFirebaseAuth auth) throws FirebaseAuthException;
  }

  /** A call of the library whose result is ignored. */
  @FunctionalInterface
  private interface AccountUpdate {
    void in(AbstractFirebaseAuth auth) throws FirebaseAuthException;
  }

  private AbstractFirebaseAuth project() {
    return FirebaseAuth.getInstance(app);
  }

  /** The client for a tenant, or for the project. */
  private AbstractFirebaseAuth in(String tenant) {
    return tenant.equals(PROJECT)
        ? project()
        : FirebaseAuth.getInstance(app).getTenantManager().getAuthForTenant(tenant);
  }

  private List<String> tenants() {
    emulator.requireUnchanged();
    return tenants.ids();
  }

  /** Changes every account with the uid, in the project and all tenants; false if none exists. */
  private boolean changed(String operation, AccountUpdate change) {
    boolean changed = changed(operation, project(), change);
    for (String each : tenants()) {
      changed |= changed(operation, in(each), change);
    }
    return changed;
  }

  private boolean changed(String operation, AbstractFirebaseAuth auth, AccountUpdate change) {
    return ifFound(
            operation,
            auth,
            it -> {
              change.in(it);
              return true;
            })
        .isPresent();
  }

  /** The result of the call; empty when the account or tenant does not exist. */
  private <T> Optional<T> ifFound(String operation, AbstractFirebaseAuth auth, Call<T> call) {
    emulator.requireUnchanged();
    try {
      return Optional.of(call.of(auth));
    } catch (FirebaseAuthException e) {
      if (e.getAuthErrorCode() == AuthErrorCode.USER_NOT_FOUND
          || e.getAuthErrorCode() == AuthErrorCode.TENANT_NOT_FOUND) {
        return Optional.empty();
      }
      throw translated(operation, e);
    }
  }

  /**
   * Translates an error of the library. No error is permanent, because Firebase Auth also answers
   * 400 when it throttles, and the library refuses invalid arguments itself.
   */
  static RuntimeException translated(String operation, FirebaseAuthException e) {
    AuthErrorCode code = e.getAuthErrorCode();
    if (code == null) {
      return new CloudFailure("Firebase Auth", operation, e.getErrorCode().name());
    }
    return switch (code) {
      case INVALID_ID_TOKEN, TENANT_ID_MISMATCH -> new InvalidToken("not a token of this project");
      case EXPIRED_ID_TOKEN -> new InvalidToken("expired");
      case REVOKED_ID_TOKEN -> new InvalidToken("session revoked");
      case USER_DISABLED -> new InvalidToken("account disabled");
      default -> new CloudFailure("Firebase Auth", operation, code.name());
    };
  }

  private static Account account(UserRecord user) {
    return new Account(
        subject(user.getUid()),
        Optional.ofNullable(user.getEmail()).map(Sensitive::of),
        Optional.ofNullable(user.getDisplayName()).map(Sensitive::of),
        user.isDisabled(),
        Instant.ofEpochMilli(user.getUserMetadata().getCreationTimestamp()),
        Instant.ofEpochMilli(user.getTokensValidAfterTimestamp()),
        CustomClaims.of(user.getCustomClaims()));
  }

  private static SubjectId subject(String uid) {
    return SubjectId.ofAccount(uid)
        .orElseThrow(() -> new PermanentFailure("a uid is longer than Firebase Auth allows"));
  }
}
