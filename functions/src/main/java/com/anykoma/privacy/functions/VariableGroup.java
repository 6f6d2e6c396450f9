package com.anykoma.privacy.functions;

import java.util.List;

/** Environment variables that some functions need; a function gets only the groups it declares. */
@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of strings
public enum VariableGroup {
  /** To receive Stripe's events. */
  STRIPE_EVENTS(Environment.STRIPE_SECRETS, Environment.STRIPE_LIVE),
  /** To call Stripe's API. */
  STRIPE_API(Environment.STRIPE_KEY),
  /** To read and write objects in Cloud Storage. */
  BLOBS(Environment.BUCKETS),
  /** To use the database of the subjects' wrapped keys. */
  KEYS(Environment.KEYS_DATABASE),
  /** To wrap and unwrap data keys. */
  KEK(Environment.KEK),
  /** To sign certificates and checkpoints of the audit log. */
  SIGNING(Environment.SIGNING_KEK),
  /** To send people links to the product's pages. */
  PAGES(Environment.PAGES);

  private final List<String> variables;

  VariableGroup(String... variables) {
    this.variables = List.of(variables);
  }

  /** The names of the variables that must be set. */
  public List<String> variables() {
    return variables;
  }
}
