package com.anykoma.privacy.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The topics of the task queue. Each has one function that handles its tasks. */
public enum Topic {
  /** Brings an account's custom claims in line with its plan. */
  CLAIMS,
  /** Withdraws a subject's content from the corpus. */
  WITHDRAW,
  /** Copies an admitted item without identifiers, or recalls the released copies of one. */
  CORPUS,
  /** Makes a release of the admitted items. */
  RELEASE,
  /** Applies Stripe events that waited for their customer or account to become known. */
  REDRIVE,
  /** Brings a subject's content in line with our records, or scans for differences. */
  REPAIR,
  /** Wraps keys again, or gives one subject a new key. */
  REWRAP,
  /** Executes purge orders. */
  PURGE,
  /** Executes erasure requests. */
  ERASE,
  /** Checks for data written after an erasure; only the platform's redelivery retries it. */
  LATE_WRITE,
  /** Verifies that an order has removed its data, and issues the certificate. */
  CERTIFY,
  /** Builds the next part of a person's export. */
  BUILD_EXPORT,
  /** Places, maintains and releases legal holds. */
  HOLD,
  /** Processes an operator's decision about blocked deletions. */
  CONFIRM,
  /** Erases subjects again after a backup was restored. */
  REPLAY_TOMBSTONES,
  /** Compares accounts, data and customers. */
  RECONCILE,
  /** Publishes statistics of past days. */
  AGGREGATE,
  /** Takes the census of all stored data. */
  ATTEST,
  /** Dispatches due work. */
  SWEEP,
  /** Signs a checkpoint of the audit log. */
  CHECKPOINT_AUDIT;

  /** The topic's name, {@code late-write}. */
  public String storedName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The topic with this name; empty when none has it. */
  public static Optional<Topic> of(String word) {
    return Arrays.stream(values()).filter(each -> each.storedName().equals(word)).findFirst();
  }
}
