package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.StoredName;

/** A reviewer's decision on an item in a safety review. */
public enum SafetyDecision implements StoredName {
  /** The item breaks no rule. */
  HARMLESS,
  /** The item breaks a rule. */
  VIOLATION,
  /** Another person must decide, for example because the text is withheld. */
  ESCALATED
}
