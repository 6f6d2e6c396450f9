/** Parses Stripe's JSON of any API version. Start with {@link SubscriptionEventReader}. */
@NullMarked
package com.anykoma.privacy.stripe;

import org.jspecify.annotations.NullMarked;
