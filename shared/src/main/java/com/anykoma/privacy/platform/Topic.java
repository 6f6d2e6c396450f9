package com.anykoma.privacy.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The topics that tasks are published to. Each has one function, which does its tasks. */
public enum Topic {
  /** Brings an account's custom claims in line with its plan. */
  CLAIMS,
  /** Takes a subject's content out of the corpus. */
  WITHDRAW,
  /** Applies Stripe's events that waited for a customer or an account to be known. */
  REDRIVE,
  /** Brings what a subject has in line with our records, or scans for what differs. */
  REPAIR,
  /** Wraps keys again, or gives one subject a new key. */
  REWRAP,
  /** Carries out orders to purge. */
  PURGE,
  /** Carries out orders to erase. */
  ERASE,
  /**
   * Looks for what late writers left of an erased subject. No order and no lease stands behind such
   * a task, so the platform redelivers it.
   */
  LATE_WRITE,
  /** Looks whether what an order was to remove is gone, and certifies that. */
  CERTIFY,
  /** Places, keeps and releases legal holds. */
  HOLD,
  /** Takes a person's decision about deletions that were blocked. */
  CONFIRM,
  /** Erases again those whom a restored backup brought back. */
  REPLAY_TOMBSTONES,
  /** Compares accounts, data and customers. */
  RECONCILE,
  /** Takes the census of everything that is stored. */
  ATTEST,
  /** Hands out what is due. */
  SWEEP,
  /** Signs a checkpoint of the audit log. */
  CHECKPOINT_AUDIT;

  /** The topic's name, {@code late-write}. */
  public String storedName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The topic of this name; empty when there is none. */
  public static Optional<Topic> of(String word) {
    return Arrays.stream(values()).filter(each -> each.storedName().equals(word)).findFirst();
  }
}
