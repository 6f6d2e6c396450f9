package com.anykoma.privacy.usage.training;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The gate's decision on an item: all reasons against its use; none means eligible. */
public record GateDecision(List<GateReason> reasons) {
  public GateDecision {
    reasons = List.copyOf(reasons);
  }

  static GateDecision of(Set<GateReason> reasons) {
    return new GateDecision(List.copyOf(reasons));
  }

  /** Returns this decision with one more reason against the use. */
  GateDecision and(GateReason reason) {
    Set<GateReason> more = EnumSet.of(reason);
    more.addAll(reasons);
    return of(more);
  }

  /** Whether there is no reason against the use. */
  public boolean eligible() {
    return reasons.isEmpty();
  }
}
