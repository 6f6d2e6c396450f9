package com.anykoma.privacy.usage.plan;

import java.util.List;
import java.util.Objects;

/**
 * A subject's plan and protection at one time, over all their subscriptions.
 *
 * @param plan the name of the highest plan with usable paid features; if there is none, of the
 *     highest plan held; else of the base plan
 * @param paidFeatures whether the plan's paid features may be used
 * @param isProtected whether content created at this time is protected from improvement use
 * @param reasons the sorted codes of the reasons for the protection; empty if not protected
 */
public record PlanStatus(
    String plan, boolean paidFeatures, boolean isProtected, List<String> reasons) {
  public PlanStatus {
    Objects.requireNonNull(plan);
    reasons = List.copyOf(reasons);
  }
}
