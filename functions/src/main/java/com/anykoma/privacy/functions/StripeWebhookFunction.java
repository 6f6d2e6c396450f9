package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;

/** HTTP: applies Stripe's signed events to plans and consents. */
@Keeps({"P6", "P7", "P8", "E1", "E8", "E31"})
public final class StripeWebhookFunction extends HttpFrame<byte[]> {
  public StripeWebhookFunction() {
    this(Wiring.of(StripeWebhookFunction.class));
  }

  StripeWebhookFunction(Wiring wiring) {
    super(wiring.stripeSigned(), wiring.stripeHandler());
  }
}
