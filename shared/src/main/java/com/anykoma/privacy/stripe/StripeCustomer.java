package com.anykoma.privacy.stripe;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;

/** Parses Stripe's customer object of any API version. */
public final class StripeCustomer {
  private StripeCustomer() {}

  /**
   * Reads a customer and the subject that its {@code metadata.firebaseUID} names. Does not validate
   * the customer's id, so that one malformed id does not fail the whole page of customers.
   */
  public static BillingCustomer read(JsonValue object) {
    return new BillingCustomer(
        object.requiredString("id"),
        SubscriptionEventReader.uid(object).flatMap(SubjectId::of),
        SubscriptionEventReader.time(object, "created")
            .orElseThrow(() -> object.problem("created", "is missing")));
  }
}
