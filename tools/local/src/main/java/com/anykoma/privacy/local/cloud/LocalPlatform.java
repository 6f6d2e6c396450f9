package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A cloud on this machine: its ports, its console, and what tells the functions. */
public interface LocalPlatform extends AutoCloseable {
  /** The ports that the functions and the app use. */
  Cloud cloud();

  /** Makes a sign-in account, as signing up does. */
  void createAccount(SubjectId subject);

  /**
   * Signs a person up: makes their account, then the app's document about it.
   *
   * @return false, and nothing changed, when they have an account already
   */
  default boolean signUp(SubjectId subject, Instant now) {
    if (cloud().accounts().get(subject).isPresent()) {
      return false;
    }
    createAccount(subject);
    cloud()
        .documents()
        .create(DocumentPath.of("users", subject.value()), Fields.empty().with("createdAt", now));
    return true;
  }

  /** The ID token that the person gets by signing in; empty when they cannot. */
  default Optional<String> idToken(SubjectId subject) {
    return cloud().accounts().get(subject).filter(it -> !it.disabled()).map(it -> signIn(subject));
  }

  /** The ID token of a person whose account is there and not disabled. */
  String signIn(SubjectId subject);

  /** Deletes a sign-in account, as an operator does in the console; an absent one is success. */
  default void deleteAccount(SubjectId subject) {
    cloud().accounts().delete(subject);
  }

  /**
   * Starts telling the functions of what happens; once.
   *
   * @param functions where they are hosted
   * @param open has them answer: called once nothing that happens later goes untold
   */
  Bridge startBridge(URI functions, Runnable open);

  /** What a person should know of it, a line each. */
  List<String> notes();

  @Override
  void close();
}
