package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Redaction;
import java.util.List;
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
  private static final Set<String> ABANDONED = Set.of("canceled", "canceling");

  private final StripeCalls calls;

  StripeRedactions(StripeCalls calls) {
    this.calls = calls.version(PREVIEW);
  }

  /**
   * Asks for a customer's data to be redacted, and drives the job on when asked again: Stripe runs
   * a job only when told to once it is found fit, and checks one that was found unfit, say because
   * a payment is younger than 90 days, only when told to.
   *
   * <p>The id is that of the customer's job which nobody canceled, however long ago it was made:
   * Stripe cannot look jobs up by customer, so all of them are read, a hundred per request. Two
   * callers at once get one job, by Stripe's idempotency key.
   *
   * @return the job, {@code prj_...}, done when it has succeeded
   * @throws com.anykoma.privacy.PermanentFailure when Stripe does not know the customer
   */
  Redaction request(String customer) {
    List<JsonValue> jobs = jobs(customer);
    JsonValue job = live(jobs).orElseGet(() -> create(customer, jobs.size()));
    drive(job.requiredString("id"), job.requiredString("status"));
    return redaction(job);
  }

  /** The customer's job which nobody canceled, as it stands. */
  Optional<Redaction> find(String customer) {
    return live(jobs(customer)).map(StripeRedactions::redaction);
  }

  private List<JsonValue> jobs(String customer) {
    return calls
        .list("list redaction jobs", JOBS + "?expand%5B%5D=data.objects")
        .orElse(List.of())
        .stream()
        .filter(job -> isOf(job, customer))
        .toList();
  }

  private static Optional<JsonValue> live(List<JsonValue> jobs) {
    return jobs.stream()
        .filter(each -> !ABANDONED.contains(each.requiredString("status")))
        .findFirst();
  }

  private static Redaction redaction(JsonValue job) {
    return new Redaction(job.requiredString("id"), job.requiredString("status").equals(SUCCEEDED));
  }

  private static boolean isOf(JsonValue job, String customer) {
    return job.object("objects")
        .map(objects -> objects.strings("customers").contains(customer))
        .orElse(false);
  }

  /**
   * {@code fix}: Stripe itself ends what is in the way of a redaction, such as an open payment.
   *
   * @param abandoned how many jobs of the customer were canceled before
   */
  private JsonValue create(String customer, int abandoned) {
    return calls.post(
        "create a redaction job",
        JOBS,
        "validation_behavior=fix&objects[customers][]=" + StripeCalls.id(customer),
        "after " + abandoned);
  }

  private void drive(String job, String status) {
    String path = JOBS + "/" + StripeCalls.id(job);
    switch (status) {
      case "ready" -> calls.post("run a redaction job", path + "/run", "", "");
      case "failed" -> calls.post("check a redaction job again", path + "/validate", "", "");
      default -> {} // Stripe is at it, or done
    }
  }
}
