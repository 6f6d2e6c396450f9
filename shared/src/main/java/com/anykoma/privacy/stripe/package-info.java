/**
 * Parses Stripe's JSON of any API version into records: events for the webhook, subscriptions and
 * customers also for the billing adapter. Start with {@link SubscriptionEventReader}.
 */
@NullMarked
package com.anykoma.privacy.stripe;

import org.jspecify.annotations.NullMarked;
