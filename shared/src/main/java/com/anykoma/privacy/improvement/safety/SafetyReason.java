package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.StoredName;

/** The reason why an item is reviewed for safety. */
public enum SafetyReason implements StoredName {
  /** A person reported it. */
  REPORTED,
  /** An automatic filter flagged it. */
  FLAGGED,
  /** Its owner appeals against an earlier decision. */
  APPEALED
}
