package com.anykoma.privacy.platform;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The port to sign-in accounts (Firebase Auth; SQLite when embedded). */
public interface Accounts {
  /** The most subjects per call of {@link #getAll}: the limit of Firebase Auth. */
  int MAX_SUBJECTS_PER_CALL = 100;

  /**
   * Verifies an ID token and returns its subject. Checks signature, issuer, audience and times, and
   * that the session is not revoked and the account is neither disabled nor deleted.
   *
   * @throws InvalidToken naming the failed check, never quoting the token
   */
  VerifiedToken verify(String idToken);

  /** The account, or empty when there is none. */
  Optional<Account> get(SubjectId subject);

  /**
   * An account with this e-mail address in any letter case, verified or not, disabled ones too;
   * empty when there is none. With tenants, several accounts may have the address; one is returned,
   * and as long as one exists the result is not empty.
   */
  Optional<Account> withEmail(Sensitive<String> email);

  /** The accounts of the given subjects, disabled ones too; absent for subjects without one. */
  Map<SubjectId, Account> getAll(Collection<SubjectId> subjects);

  /** One page of all accounts, in a stable order. */
  Page<Account> list(Optional<String> pageToken, int limit);

  /** Refuses further sign-ins. Returns false when no such account exists. */
  @CanIgnoreReturnValue
  boolean disable(SubjectId subject);

  /** Revokes all existing sessions. Returns false when no such account exists. */
  @CanIgnoreReturnValue
  boolean revokeSessions(SubjectId subject);

  /** Replaces the custom claims. Returns false when no such account exists. */
  @CanIgnoreReturnValue
  boolean setClaims(SubjectId subject, Map<String, Object> claims);

  /** Deletes the account; an absent one is success. */
  void delete(SubjectId subject);

  /** The content of a valid ID token: the subject and the time of the last sign-in. */
  record VerifiedToken(SubjectId subject, Instant signedInAt) {}

  /** An ID token failed verification. */
  final class InvalidToken extends RuntimeException {
    public InvalidToken(String reason) {
      super(reason);
    }
  }
}
