package com.anykoma.privacy.emulators;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats the first answer to a POST for each idempotency key. Stripe keeps keys for at least a
 * day; this class keeps them until the end.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Stripe: idempotent requests</a>
 */
final class StripeReplays {
  private record Saved(String request, StripeAnswer answer) {}

  private final Map<String, Saved> saved = new HashMap<>();

  synchronized StripeAnswer answer(StripeRequest request, Supplier<StripeAnswer> first) {
    Optional<String> key = request.idempotencyKey().filter(each -> request.isPost());
    if (key.isEmpty()) {
      return first.get();
    }
    String asked = request.path() + " " + request.parameters();
    Saved before = saved.computeIfAbsent(key.get(), each -> new Saved(asked, first.get()));
    if (!before.request().equals(asked)) {
      throw StripeError.otherParameters(key.get());
    }
    return before.answer();
  }
}
