package com.anykoma.privacy.usage.training;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether an item may be used for improvement, with every reason why not. */
public record GateDecision(List<GateReason> reasons) {
  public GateDecision {
    reasons = List.copyOf(reasons);
  }

  static GateDecision of(Set<GateReason> reasons) {
    return new GateDecision(List.copyOf(reasons));
  }

  /** This decision and one more reason against. */
  GateDecision and(GateReason reason) {
    Set<GateReason> more = EnumSet.of(reason);
    more.addAll(reasons);
    return of(more);
  }

  /** Whether nothing speaks against it. */
  public boolean eligible() {
    return reasons.isEmpty();
  }
}
