package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Routes requests of Stripe's API to their operations. */
record StripeRoutes(StripeLedger ledger, StripeRedactionJobs jobs) {
  JsonObject answer(StripeRequest request) {
    boolean preview = request.path().get(0).equals("privacy");
    if (preview && !request.header("Stripe-Version").orElse("").endsWith(".preview")) {
      throw StripeError.noSuchUrl(request);
    }
    int idAt = preview ? 2 : 1;
    String id = idAt < request.path().size() ? request.path().get(idAt) : "";
    return switch (request.method() + " " + route(request.path(), idAt)) {
      case "GET subscriptions" -> ledger.subscriptions(request);
      case "GET subscriptions/{id}" -> ledger.subscription(id);
      case "DELETE subscriptions/{id}" -> ledger.cancel(id);
      case "GET customers" -> ledger.customers(request);
      case "GET customers/{id}" ->
          id.equals("search") ? ledger.search(request) : ledger.customer(id);
      case "GET products/{id}" -> ledger.product(id);
      case "DELETE customers/{id}" -> ledger.deleteCustomer(id);
      case "GET privacy/redaction_jobs/{id}" -> jobs.job(id);
      case "POST privacy/redaction_jobs" -> jobs.create(request);
      case "POST privacy/redaction_jobs/{id}/run" -> jobs.move(id, "ready", "redacting");
      case "POST privacy/redaction_jobs/{id}/validate" -> jobs.move(id, "failed", "validating");
      default -> throw StripeError.noSuchUrl(request);
    };
  }

  private static String route(List<String> path, int idAt) {
    return IntStream.range(0, path.size())
        .mapToObj(at -> at == idAt ? "{id}" : path.get(at))
        .collect(Collectors.joining("/"));
  }
}
