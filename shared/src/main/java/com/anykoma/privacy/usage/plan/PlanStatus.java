package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import java.util.List;
import java.util.Objects;

/**
 * Where a subject stands at one moment, over all their subscriptions.
 *
 * @param plan the highest plan that counts: of those whose features may be used, else of those held
 * @param paidFeatures whether the plan's features may be used
 * @param protectedNow whether content made at that moment is protected from improvement use
 * @param reasons why it is protected, sorted stable words; empty when it is not
 */
public record PlanStatus(
    Plan plan, boolean paidFeatures, boolean protectedNow, List<String> reasons) {
  public PlanStatus {
    Objects.requireNonNull(plan);
    reasons = List.copyOf(reasons);
  }
}
