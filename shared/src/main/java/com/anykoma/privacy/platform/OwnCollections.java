package com.anykoma.privacy.platform;

/** The collections of this system; {@code datamap.yaml} describes their content. */
public final class OwnCollections {
  /** One record per subject, with subcollections. */
  public static final CollectionPath SUBJECTS = new CollectionPath("subjects");

  /** Under a subject: the history of their consent. */
  public static final String CONSENTS = "consents";

  /** Under a subject: the stamps of their items. */
  public static final String ITEMS = "items";

  /** Under a subject: the encrypted uploads. */
  public static final String SEALS = "seals";

  /** Under a subject: when staff saw their content, and for which purpose. */
  public static final String VIEWS = "views";

  /** The progress of scans, in both databases; under a subject, of scans of their content. */
  public static final CollectionPath SCANS = new CollectionPath("scans");

  /** Erased subjects, by keyed hashes. */
  public static final CollectionPath TOMBSTONES = new CollectionPath("tombstones");

  /** Fences, which stop clients from writing data about erased subjects. */
  public static final CollectionPath FENCES = new CollectionPath("fences");

  /** The subject of each customer of the payment provider. */
  public static final CollectionPath CUSTOMERS = new CollectionPath("customers");

  /** Events from Stripe that were applied or are waiting. */
  public static final CollectionPath STRIPE_EVENTS = new CollectionPath("stripeEvents");

  /** Content that is admitted to training. */
  public static final CollectionPath CORPUS = new CollectionPath("corpus");

  /** Items that staff review to improve the service. */
  public static final CollectionPath REVIEWS = new CollectionPath("reviews");

  /** Items that staff review for safety; only {@code improvement.safety} reads them. */
  public static final CollectionPath SAFETY_REVIEWS = new CollectionPath("safetyReviews");

  /** Requests to see the original of an item in a safety review. */
  public static final CollectionPath BREAK_GLASS = new CollectionPath("breakGlass");

  /** Published statistics, which contain no personal data. */
  public static final CollectionPath AGGREGATES = new CollectionPath("aggregates");

  /** The privacy loss that the statistics about each month have spent. */
  public static final CollectionPath BUDGETS = new CollectionPath("budgets");

  /** Purge orders. */
  public static final CollectionPath PURGES = new CollectionPath("purges");

  /** Erasure requests. */
  public static final CollectionPath ERASURES = new CollectionPath("erasures");

  /** Legal holds. */
  public static final CollectionPath HOLDS = new CollectionPath("holds");

  /** Exports of people's data, with their progress. */
  public static final CollectionPath EXPORTS = new CollectionPath("exports");

  /** Requests from people that have a legal deadline, such as e-mails to support. */
  public static final CollectionPath CASES = new CollectionPath("cases");

  /** Recognises repeated requests, messages and tokens, by keyed hashes. */
  public static final CollectionPath CASE_KEYS = new CollectionPath("caseKeys");

  /** Single-use links that prove control of an e-mail address, by keyed hashes. */
  public static final CollectionPath EMAIL_LINKS = new CollectionPath("emailLinks");

  /** Keys with which people who are not signed in follow their requests, by keyed hashes. */
  public static final CollectionPath EMAIL_REQUESTS = new CollectionPath("emailRequests");

  /** How many requests callers may still make, by keyed hashes. */
  public static final CollectionPath RATE_LIMITS = new CollectionPath("rateLimits");

  /** Versions of the privacy page that two members of staff published. */
  public static final CollectionPath POLICIES = new CollectionPath("policies");

  /** Whether readers found the privacy page helpful: two numbers a day. */
  public static final CollectionPath FEEDBACK = new CollectionPath("feedback");

  /** The latest results of the live checks that watch the promises. */
  public static final CollectionPath CHECKS = new CollectionPath("checks");

  /** E-mails to people, for the Trigger Email extension. */
  public static final CollectionPath MAIL = new CollectionPath("mail");

  /** The state of the circuit breakers: counts of deletions, and blocks. */
  public static final CollectionPath BREAKERS = new CollectionPath("breakers");

  /** How far the expiry of each location has come. */
  public static final CollectionPath EXPIRY_PROGRESS = new CollectionPath("expiryProgress");

  /** Identifies the subject hash key that a database was written with, in both databases. */
  public static final CollectionPath KEY_CHECKS = new CollectionPath("keyChecks");

  /** The audit log. */
  public static final CollectionPath AUDIT = new CollectionPath("audit");

  /** The subjects' wrapped keys, in the database of keys. */
  public static final CollectionPath KEYS = new CollectionPath("keys");

  private OwnCollections() {}
}
