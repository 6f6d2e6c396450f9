package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.platform.Cloud;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A cloud on this machine, with sign-in accounts and the bridge that delivers its events. */
public interface LocalPlatform extends AutoCloseable {
  /** The ports that the functions and the app use. */
  Cloud cloud();

  /** Creates a sign-in account, with an e-mail address if given. */
  void createAccount(SubjectId subject, Optional<Sensitive<String>> email);

  /** Creates a sign-in account without an e-mail address. */
  default void createAccount(SubjectId subject) {
    createAccount(subject, Optional.empty());
  }

  /**
   * Signs a person up: creates their account, then the app's document about it, if the product has
   * one.
   *
   * @return false, without a change, when the account already exists
   */
  default boolean signUp(SubjectId subject, SampleProduct product, Instant now) {
    if (cloud().accounts().get(subject).isPresent()) {
      return false;
    }
    createAccount(subject);
    cloud().documents().create(product.account(subject), product.accountFields(now));
    return true;
  }

  /** Signs a person in and returns their ID token. Empty when they cannot sign in. */
  default Optional<String> idToken(SubjectId subject) {
    return cloud().accounts().get(subject).filter(it -> !it.disabled()).map(it -> signIn(subject));
  }

  /** Signs in a person whose account exists and is enabled; returns their ID token. */
  String signIn(SubjectId subject);

  /** Deletes a sign-in account, as an operator does in the console. Idempotent. */
  default void deleteAccount(SubjectId subject) {
    cloud().accounts().delete(subject);
  }

  /**
   * Starts to deliver events. Call it once.
   *
   * @param map the product's data map, from which the triggers of documents follow
   * @param functions the base URL of the functions
   * @param open opens the functions for requests; called when no later event can be missed
   */
  Bridge startBridge(DataMap map, URI functions, Runnable open);

  /** Information to print at start, one line each. */
  List<String> notes();

  @Override
  void close();
}
