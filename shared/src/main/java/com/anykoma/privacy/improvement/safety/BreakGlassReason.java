package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.StoredName;

/** The reason why a reviewer must see an item's original. */
public enum BreakGlassReason implements StoredName {
  /** A person may be in danger. */
  DANGER,
  /** The decision depends on text that is withheld or replaced. */
  UNDECIDABLE,
  /** A court or an authority orders it. */
  LEGAL
}
