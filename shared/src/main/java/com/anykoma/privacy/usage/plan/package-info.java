/**
 * Which plan a subject is on, and whether their content is protected, computed from the
 * subscriptions that Stripe reports. Read {@link com.anykoma.privacy.usage.plan.PlanRules} first,
 * then {@link com.anykoma.privacy.usage.plan.PlanService}.
 */
@NullMarked
package com.anykoma.privacy.usage.plan;

import org.jspecify.annotations.NullMarked;
