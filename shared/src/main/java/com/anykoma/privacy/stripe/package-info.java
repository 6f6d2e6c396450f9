/**
 * Reads Stripe's JSON of any API version: events for the webhook, subscriptions and customers for
 * the adapter too. What it reads leaves here as records. Start with {@link
 * SubscriptionEventReader}.
 */
@NullMarked
package com.anykoma.privacy.stripe;

import org.jspecify.annotations.NullMarked;
