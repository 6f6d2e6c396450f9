package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.StoredName;

/** A reviewer's decision on an item that may improve the service (P4). */
public enum ImprovementDecision implements StoredName {
  /** The result fits the prompt. */
  GOOD,
  /** The result does not fit the prompt, or has defects. */
  POOR,
  /** The item cannot be judged, for example because its text is withheld. */
  UNUSABLE
}
