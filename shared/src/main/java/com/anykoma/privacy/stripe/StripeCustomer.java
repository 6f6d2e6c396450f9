package com.anykoma.privacy.stripe;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;

/** Reads Stripe's customer object of any API version. */
public final class StripeCustomer {
  private StripeCustomer() {}

  /**
   * The customer, with the subject that its {@code metadata.firebaseUID} names. Any id is taken as
   * it is: one odd customer must not hide the others of its page.
   */
  public static BillingCustomer read(JsonValue object) {
    return new BillingCustomer(
        object.requiredString("id"),
        SubscriptionEventReader.uid(object).flatMap(SubjectId::of),
        SubscriptionEventReader.time(object, "created")
            .orElseThrow(() -> object.problem("created", "is missing")));
  }
}
