package com.anykoma.privacy.functions;

import java.util.List;

/**
 * A group of environment variables that only some functions need: each function is given the
 * secrets it uses and no others.
 */
@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of strings
public enum VariableGroup {
  /** Receiving Stripe's events. */
  STRIPE_EVENTS(Environment.STRIPE_SECRETS, Environment.STRIPE_LIVE),
  /** Asking and telling Stripe. */
  STRIPE_API(Environment.STRIPE_KEY),
  /** Stored objects. */
  BLOBS(Environment.BUCKETS),
  /** The database of the subjects' wrapped keys. */
  KEYS(Environment.KEYS_DATABASE),
  /** Wrapping and unwrapping keys. */
  KEK(Environment.KEK),
  /** Signing certificates and the audit log. */
  SIGNING(Environment.SIGNING_KEK);

  private final List<String> variables;

  VariableGroup(String... variables) {
    this.variables = List.of(variables);
  }

  /** The names of the variables that must be set. */
  public List<String> variables() {
    return variables;
  }
}
