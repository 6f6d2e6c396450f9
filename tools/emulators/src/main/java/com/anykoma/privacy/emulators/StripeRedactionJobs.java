package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stripe's redaction jobs. Their status changes only by requests and by {@link #put}. Thread-safe.
 *
 * @see <a href="https://docs.stripe.com/api/privacy/redaction-job">Stripe: the redaction job</a>
 */
final class StripeRedactionJobs {
  private record Job(String id, String customer, String status) {}

  private final StripeLedger ledger;
  private int refusal;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  StripeRedactionJobs(StripeLedger ledger) {
    this.ledger = ledger;
  }

  synchronized void refuse(int status) {
    refusal = status;
  }

  /** Fails while requests about jobs are refused. */
  private void requireAllowed() {
    if (refusal != 0) {
      throw StripeError.failure(refusal, "privacy/redaction_jobs");
    }
  }

  synchronized int count() {
    return jobs.size();
  }

  synchronized String status(String id) {
    return known(id).status();
  }

  private Job known(String id) {
    return Optional.ofNullable(jobs.get(id))
        .orElseThrow(() -> StripeError.unknown(404, "redaction_job", id, "job"));
  }

  synchronized void put(String id, String status) {
    jobs.put(id, new Job(id, known(id).customer(), status));
  }

  synchronized JsonObject job(String id) {
    requireAllowed();
    return json(known(id));
  }

  synchronized JsonObject create(StripeRequest request) {
    requireAllowed();
    String customer =
        request
            .parameter("objects[customers][]")
            .orElseThrow(() -> StripeError.invalid("Missing required param: objects."));
    if (!ledger.hasCustomer(customer)) {
      throw StripeError.unknown(400, "customer", customer, "objects[customers]");
    }
    Job job = new Job("prj_" + (jobs.size() + 1), customer, "validating");
    jobs.put(job.id(), job);
    return json(job);
  }

  synchronized JsonObject move(String id, String from, String to) {
    requireAllowed();
    if (!known(id).status().equals(from)) {
      throw StripeError.invalid("The job " + id + " is not " + from + ".");
    }
    put(id, to);
    return json(known(id));
  }

  private static JsonObject json(Job job) {
    return JsonTemplate.fill(
        """
        {"id": %s, "object": "privacy.redaction_job", "livemode": false, "status": %s,
         "validation_behavior": "fix"}""",
        job.id(), job.status());
  }
}
