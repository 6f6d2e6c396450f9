package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;

/** HTTP: takes Stripe's signed events and turns them into plans and consents. */
@Keeps({"P6", "P7", "P8", "E1", "E8", "E31"})
public final class StripeWebhookFunction extends HttpFrame<byte[]> {
  public StripeWebhookFunction() {
    this(Wiring.of(StripeWebhookFunction.class));
  }

  StripeWebhookFunction(Wiring wiring) {
    super(wiring.stripeSigned(), wiring.stripeHandler());
  }
}
