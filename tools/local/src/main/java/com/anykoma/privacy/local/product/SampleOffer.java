package com.anykoma.privacy.local.product;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.BillingSubscription;
import java.util.Objects;

/**
 * A paid plan and a price with which people can buy it.
 *
 * @param item names the price in the way that {@code plans.yaml} lists it
 */
public record SampleOffer(Plan plan, BillingSubscription.Item item) {
  public SampleOffer {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(item);
  }
}
