/**
 * Derives each subject's plan and the protection of their content from the subscriptions that
 * Stripe reports. Start with {@link com.anykoma.privacy.usage.plan.PlanRules}, then read {@link
 * com.anykoma.privacy.usage.plan.PlanService}.
 */
@NullMarked
package com.anykoma.privacy.usage.plan;

import org.jspecify.annotations.NullMarked;
