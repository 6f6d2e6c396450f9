package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;

/**
 * An error of Stripe's API. Like Stripe's own errors, the messages quote the request.
 *
 * @see <a href="https://docs.stripe.com/api/errors">Stripe: errors</a>
 */
final class StripeError extends RuntimeException {
  private static final String INVALID = "invalid_request_error";

  private final int status;
  private final JsonObject error = new JsonObject();

  private StripeError(int status, String type, String message) {
    super(message);
    this.status = status;
    error.addProperty("type", type);
    error.addProperty("message", message);
  }

  private StripeError with(String name, String value) {
    error.addProperty(name, value);
    return this;
  }

  static StripeError unauthorized(String key) {
    return new StripeError(401, INVALID, "Invalid API Key provided: " + key);
  }

  /** The object does not exist: status 404 for an id in the path, 400 for a parameter. */
  static StripeError unknown(int status, String kind, String id, String param) {
    return missing(status, "No such " + kind + ": '" + id + "'", param);
  }

  static StripeError inLiveMode(String kind, String id) {
    return missing(
        404,
        "No such %s: '%s'; a similar object exists in live mode, but a test mode key was used to"
                .formatted(kind, id)
            + " make this request.",
        "id");
  }

  private static StripeError missing(int status, String message, String param) {
    return new StripeError(status, INVALID, message)
        .with("code", "resource_missing")
        .with("param", param);
  }

  static StripeError invalid(String message) {
    return new StripeError(400, INVALID, message);
  }

  static StripeError noSuchUrl(StripeRequest request) {
    return new StripeError(
        404,
        INVALID,
        "Unrecognized request URL (" + request.method() + ": " + request.path() + ").");
  }

  static StripeError otherParameters(String key) {
    return new StripeError(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first"
            + " used with. Try using a key other than '"
            + key
            + "'.");
  }

  static StripeError failure(int status, String path) {
    String type = status >= 500 ? "api_error" : INVALID;
    StripeError refusal = new StripeError(status, type, "Something went wrong at " + path);
    return status == 429 ? refusal.with("code", "rate_limit") : refusal;
  }

  StripeAnswer answer() {
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new StripeAnswer(status, body);
  }
}
