package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.StripeEdge;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import java.util.Locale;

/** HTTP: takes Stripe's signed events and turns them into plans and consents. */
@Keeps({"P6", "P7", "P8", "E1", "E8", "E31"})
public final class StripeWebhookFunction extends StripeEdge {
  private final PlanService plans;

  public StripeWebhookFunction() {
    this(Wiring.of(StripeWebhookFunction.class));
  }

  StripeWebhookFunction(Wiring wiring) {
    super(wiring.stripeEndpoint(), wiring.clock());
    this.plans = wiring.plan();
  }

  @Override
  protected String handle(SubscriptionEvent event) {
    return plans.apply(event).name().toLowerCase(Locale.ROOT);
  }
}
