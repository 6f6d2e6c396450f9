package com.anykoma.privacy.platform;

import com.anykoma.privacy.SubjectId;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The port to sign-in accounts (Firebase Auth; SQLite when embedded). */
public interface Accounts {
  /** How many subjects {@link #getAll} may be asked for at once: Firebase Auth's limit. */
  int MAX_SUBJECTS_PER_CALL = 100;

  /**
   * Who an ID token speaks for: its signature, issuer, audience and times are checked, and that its
   * session was not revoked and its account is neither disabled nor gone.
   *
   * @throws InvalidToken saying which check failed, never quoting the token
   */
  VerifiedToken verify(String idToken);

  /** The account, or empty when there is none. */
  Optional<Account> get(SubjectId subject);

  /**
   * The accounts of those subjects that have one, disabled ones too, in one answer.
   *
   * @throws IllegalArgumentException for more than {@value #MAX_SUBJECTS_PER_CALL} subjects
   */
  Map<SubjectId, Account> getAll(Collection<SubjectId> subjects);

  /** A page of all accounts, in a stable order. */
  Page<Account> list(Optional<String> pageToken, int limit);

  /** Refuses further sign-ins. Returns false when there is no such account. */
  @CanIgnoreReturnValue
  boolean disable(SubjectId subject);

  /** Ends every session so far. Returns false when there is no such account. */
  @CanIgnoreReturnValue
  boolean revokeSessions(SubjectId subject);

  /** Replaces the custom claims. Returns false when there is no such account. */
  @CanIgnoreReturnValue
  boolean setClaims(SubjectId subject, Map<String, Object> claims);

  /** Deletes the account; an absent one is success. */
  void delete(SubjectId subject);

  /** What a valid ID token says: who, and when they last signed in. */
  record VerifiedToken(SubjectId subject, Instant signedInAt) {}

  /** An ID token that proves nothing. */
  final class InvalidToken extends RuntimeException {
    public InvalidToken(String reason) {
      super(reason);
    }
  }
}
