/**
 * Review of content for safety (P33), on all plans, for the purpose of security only. No other
 * package of improvement may use this one, so that no result of a safety review reaches improvement
 * use. Start with {@link SafetyReviewService}.
 */
@NullMarked
package com.anykoma.privacy.improvement.safety;

import org.jspecify.annotations.NullMarked;
