package com.anykoma.privacy.plan;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;

/** Reads Stripe's customer object of any API version. */
public final class StripeCustomer {
  private StripeCustomer() {}

  /** The customer, with the subject that its {@code metadata.firebaseUID} names. */
  public static BillingCustomer read(JsonValue object) {
    return new BillingCustomer(
        SubscriptionEventReader.stripeId(object, "id", object.requiredString("id")),
        SubscriptionEventReader.uid(object).flatMap(SubscriptionEventReader::subject),
        SubscriptionEventReader.time(object, "created")
            .orElseThrow(() -> object.problem("created", "is missing")));
  }
}
