package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A cloud on this machine: its ports, its console, and what tells the functions. */
public interface LocalPlatform extends AutoCloseable {
  /** The ports that the functions and the app use. */
  Cloud cloud();

  /** Makes a sign-in account, as signing up does. */
  void createAccount(SubjectId subject);

  /** The ID token that the person gets by signing in; empty when they cannot. */
  Optional<String> idToken(SubjectId subject);

  /** Deletes a sign-in account, as an operator does in the console; an absent one is success. */
  void deleteAccount(SubjectId subject);

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
