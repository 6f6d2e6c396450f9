package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SetAside;
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
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sign-in accounts in Firebase Auth. Token times are whole seconds there: a token of the very
 * second of a revocation outlives it, and one is accepted for five minutes past its end. One
 * process speaks either to the real service or to one emulator.
 */
public final class FirebaseAccounts implements Accounts, AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  /** Firebase Auth's limit on a page. */
  private static final int MOST_LISTED = 1_000;

  private final EmulatorSwitch emulator;
  private final FirebaseApp app;

  private FirebaseAccounts(EmulatorSwitch emulator, FirebaseApp app) {
    this.emulator = emulator;
    this.app = app;
  }

  /**
   * Opens the accounts of the settings' project, with the application default credentials.
   *
   * @throws CloudFailure when there are no such credentials
   * @throws IllegalStateException when this process speaks to another Firebase Auth
   */
  public static FirebaseAccounts open(GoogleSettings settings) {
    GoogleCredentials credentials =
        settings.endpoint(Service.AUTH).isPresent()
            // the emulator's word for whoever may do everything
            ? GoogleCredentials.create(new AccessToken("owner", null))
            : defaultCredentials();
    return open(settings, credentials, new NetHttpTransport());
  }

  /** The same, with requests sent another way. */
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
    IdTokenShape.require(idToken);
    FirebaseToken token =
        ifFound("verify", auth -> auth.verifyIdToken(idToken, true))
            .orElseThrow(() -> new InvalidToken("no such account"));
    Number signedInAt = (Number) Objects.requireNonNull(token.getClaims().get("auth_time"));
    return new VerifiedToken(
        subject(token.getUid()), Instant.ofEpochSecond(signedInAt.longValue()));
  }

  @Override
  public Optional<Account> get(SubjectId subject) {
    return ifFound("get", auth -> account(auth.getUser(subject.value())));
  }

  @Override
  public Set<SubjectId> existing(Collection<SubjectId> subjects) {
    if (subjects.size() > MOST_ASKED_FOR) {
      throw new IllegalArgumentException(
          "at most " + MOST_ASKED_FOR + " subjects are asked for at once");
    }
    Set<SubjectId> asked = Set.copyOf(subjects);
    if (asked.isEmpty()) {
      return Set.of();
    }
    List<UserIdentifier> uids = new ArrayList<>();
    asked.forEach(each -> uids.add(new UidIdentifier(each.value())));
    Set<String> found =
        ifFound("look up", auth -> auth.getUsers(uids)).orElseThrow().getUsers().stream()
            .map(UserRecord::getUid)
            .collect(Collectors.toSet());
    return asked.stream()
        .filter(each -> found.contains(each.value()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * {@inheritDoc} A page has 1,000 accounts at most, without those that have no {@link SubjectId}.
   */
  @Override
  public Page<Account> list(Optional<String> pageToken, int limit) {
    int most = Math.min(limit, MOST_LISTED);
    ListUsersPage page =
        ifFound("list", auth -> auth.listUsers(pageToken.orElse(null), most)).orElseThrow();
    SetAside aside = new SetAside("accounts");
    List<Account> accounts = aside.read(page.getValues(), each -> "", FirebaseAccounts::account);
    aside.throwTransient();
    return new Page<>(
        accounts, Optional.of(page.getNextPageToken()).filter(next -> !next.isEmpty()));
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

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a reserved name or more than 1,000 characters
   */
  @Override
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    return changed("set claims", auth -> auth.setCustomUserClaims(subject.value(), claims));
  }

  @Override
  public void delete(SubjectId subject) {
    changed("delete", auth -> auth.deleteUser(subject.value()));
  }

  /** Frees what the library holds. The last to be closed lets the process choose again. */
  @Override
  public void close() {
    emulator.close(app);
  }

  /** A call of the library. */
  @FunctionalInterface
  private interface Call<T> {
    T of(FirebaseAuth auth) throws FirebaseAuthException;
  }

  /** A call of the library that answers nothing of use. */
  @FunctionalInterface
  private interface Change {
    void in(FirebaseAuth auth) throws FirebaseAuthException;
  }

  /** Makes a change; false when there is no such account. */
  private boolean changed(String operation, Change change) {
    return ifFound(
            operation,
            auth -> {
              change.in(auth);
              return true;
            })
        .isPresent();
  }

  /** What the call answers; empty when there is no such account. */
  private <T> Optional<T> ifFound(String operation, Call<T> call) {
    emulator.requireUnchanged();
    try {
      return Optional.of(call.of(FirebaseAuth.getInstance(app)));
    } catch (FirebaseAuthException e) {
      if (e.getAuthErrorCode() == AuthErrorCode.USER_NOT_FOUND) {
        return Optional.empty();
      }
      throw translated(operation, e);
    }
  }

  /**
   * Nothing is permanent here: Firebase Auth answers 400 when it throttles too, and the library
   * itself refuses wrong arguments.
   */
  private static RuntimeException translated(String operation, FirebaseAuthException e) {
    AuthErrorCode code = e.getAuthErrorCode();
    if (code == null) {
      return new CloudFailure("Firebase Auth", operation, e.getErrorCode().name());
    }
    return switch (code) {
      case INVALID_ID_TOKEN, TENANT_ID_MISMATCH -> new InvalidToken("not this project's token");
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
        .orElseThrow(
            () -> new PermanentFailure("a uid has more characters than Firebase Auth allows"));
  }
}
