package com.anykoma.privacy.platform;

/**
 * The names of the collections that this system keeps for itself. {@code datamap.yaml} says what is
 * in them; those of the app are named there alone.
 */
public final class OwnCollections {
  /** A record for each subject, with subcollections. */
  public static final CollectionPath SUBJECTS = new CollectionPath("subjects");

  /** Beneath a subject: the history of their consent. */
  public static final String CONSENTS = "consents";

  /** Beneath a subject: the stamps of their items. */
  public static final String ITEMS = "items";

  /** Beneath a subject: which uploads are sealed. */
  public static final String SEALS = "seals";

  /** How far scans have come, in both databases; and, beneath a subject, scans of their content. */
  public static final CollectionPath SCANS = new CollectionPath("scans");

  /** The erased, by keyed hashes. */
  public static final CollectionPath TOMBSTONES = new CollectionPath("tombstones");

  /** What keeps clients from writing about the erased. */
  public static final CollectionPath FENCES = new CollectionPath("fences");

  /** Which subject a customer of the payment provider is. */
  public static final CollectionPath CUSTOMERS = new CollectionPath("customers");

  /** Stripe's events that were applied, or that wait. */
  public static final CollectionPath STRIPE_EVENTS = new CollectionPath("stripeEvents");

  /** The content that is admitted to training. */
  public static final CollectionPath CORPUS = new CollectionPath("corpus");

  /** What was withdrawn from the corpus. */
  public static final CollectionPath WITHDRAWALS = new CollectionPath("withdrawals");

  /** Orders to purge. */
  public static final CollectionPath PURGES = new CollectionPath("purges");

  /** Orders to erase. */
  public static final CollectionPath ERASURES = new CollectionPath("erasures");

  /** Legal holds. */
  public static final CollectionPath HOLDS = new CollectionPath("holds");

  /** What is counted of deletions, and whether they are blocked. */
  public static final CollectionPath BREAKERS = new CollectionPath("breakers");

  /** How far the expiry of each location has come. */
  public static final CollectionPath EXPIRY_PROGRESS = new CollectionPath("expiryProgress");

  /** By which subject hash key a database was written, in both databases. */
  public static final CollectionPath KEY_CHECKS = new CollectionPath("keyChecks");

  /** The audit log. */
  public static final CollectionPath AUDIT = new CollectionPath("audit");

  /** The subjects' wrapped keys, in the database of keys. */
  public static final CollectionPath KEYS = new CollectionPath("keys");

  private OwnCollections() {}
}
