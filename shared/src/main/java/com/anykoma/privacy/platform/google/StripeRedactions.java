package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Redaction;
import java.util.Optional;
import java.util.Set;

/**
 * Stripe's redaction jobs, a preview that the library does not have.
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
   * Asks for a customer's data to be redacted, and drives the job on when asked again: Stripe runs
   * a job only when told to once it is found fit, and checks one that was found unfit, say because
   * a payment is younger than 90 days, only when told to. Two callers at once get one job, by
   * Stripe's idempotency key.
   *
   * @param known the id of the customer's job, {@code prj_...}; another is made when it was
   *     canceled
   * @return the job; empty when there is none and Stripe makes none
   */
  Optional<Redaction> request(String customer, Optional<String> known) {
    Optional<JsonValue> job =
        known.flatMap(this::findLive).or(() -> create(customer, known.orElse("none")));
    job.ifPresent(it -> advance(it.requiredString("id"), it.requiredString("status")));
    return job.map(StripeRedactions::redaction);
  }

  /** The job as it stands; empty when it was canceled, or Stripe knows none. */
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
   * {@code fix}: Stripe itself ends what is in the way of a redaction, such as an open payment.
   *
   * @param previous the customer's job before this one
   */
  private Optional<JsonValue> create(String customer, String previous) {
    return calls.post(
        "create a redaction job",
        JOBS,
        "validation_behavior=fix&objects[customers][]=" + StripeCalls.id(customer),
        "after " + previous);
  }

  /** What Stripe refuses here because the job has moved on meanwhile is driven on the next time. */
  private void advance(String job, String status) {
    switch (status) {
      case "ready" -> {
        calls.post("run a redaction job", path(job) + "/run", "", "");
      }
      case "failed" -> {
        calls.post("check a redaction job again", path(job) + "/validate", "", "");
      }
      default -> {} // Stripe is at it, or done
    }
  }
}
