package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Redaction;
import java.util.Optional;
import java.util.Set;

/**
 * Stripe's redaction jobs, a preview API that the library does not support.
 *
 * @see <a href="https://docs.stripe.com/api/privacy/redaction-job">Stripe: the redaction job</a>
 */
final class StripeRedactions {
  private static final String PREVIEW = "2026-04-22.preview";
  private static final String JOBS = "/v1/privacy/redaction_jobs";
  private static final String SUCCEEDED = "succeeded";
  private static final Set<String> CANCELED = Set.of("canceled", "canceling");

  private final StripeCalls calls;

  StripeRedactions(StripeCalls calls) {
    this.calls = calls.version(PREVIEW);
  }

  /**
   * Requests the redaction of a customer's data, or advances the existing job. Stripe runs a
   * validated job only on request. It also validates a failed job again only on request, for
   * instance when a payment was younger than 90 days. Concurrent callers share one job through
   * Stripe's idempotency key.
   *
   * @param known the id of the customer's job, {@code prj_...}; a canceled job is replaced by a new
   *     one
   * @return the job; empty when there is none and Stripe refuses to create one
   */
  Optional<Redaction> request(String customer, Optional<String> known) {
    Optional<JsonValue> job =
        known.flatMap(this::findLive).or(() -> create(customer, known.orElse("none")));
    job.ifPresent(it -> advance(it.requiredString("id"), it.requiredString("status")));
    return job.map(StripeRedactions::redaction);
  }

  /** The current state of the job; empty when it was canceled or Stripe does not know it. */
  Optional<Redaction> find(String job) {
    return findLive(job).map(StripeRedactions::redaction);
  }

  private Optional<JsonValue> findLive(String job) {
    return calls
        .get("read a redaction job", path(job))
        .filter(each -> !CANCELED.contains(each.requiredString("status")));
  }

  private static String path(String job) {
    return JOBS + "/" + StripeCalls.id(job);
  }

  private static Redaction redaction(JsonValue job) {
    String id = job.requiredString("id");
    return job.requiredString("status").equals(SUCCEEDED)
        ? Redaction.done(id)
        : Redaction.requested(id);
  }

  /**
   * Creates a job with the validation behavior {@code fix}: Stripe itself resolves blockers of a
   * redaction, such as an open payment.
   */
  private Optional<JsonValue> create(String customer, String previous) {
    return calls.post(
        "create a redaction job",
        JOBS,
        "validation_behavior=fix&objects[customers][]=" + StripeCalls.id(customer),
        "after " + previous);
  }

  /** Advances the job. If Stripe refuses because the job has changed, the next call advances it. */
  private void advance(String job, String status) {
    switch (status) {
      case "ready" -> {
        calls.post("run a redaction job", path(job) + "/run", "", "");
      }
      case "failed" -> {
        calls.post("check a redaction job again", path(job) + "/validate", "", "");
      }
      default -> {} // in progress or finished
    }
  }
}
