package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;

/**
 * An error of Stripe's. As Stripe's own do, the messages quote what was asked for.
 *
 * @see <a href="https://docs.stripe.com/api/errors">Stripe: errors</a>
 */
final class StripeRefusal extends RuntimeException {
  private static final String INVALID = "invalid_request_error";

  private final int status;
  private final JsonObject error = new JsonObject();

  private StripeRefusal(int status, String type, String message) {
    super(message);
    this.status = status;
    error.addProperty("type", type);
    error.addProperty("message", message);
  }

  private StripeRefusal with(String name, String value) {
    error.addProperty(name, value);
    return this;
  }

  static StripeRefusal unauthorized(String key) {
    return new StripeRefusal(401, INVALID, "Invalid API Key provided: " + key);
  }

  /** There is no such object: 404 where it is in the path, 400 where it is a parameter. */
  static StripeRefusal unknown(int status, String kind, String id, String param) {
    return missing(status, "No such " + kind + ": '" + id + "'", param);
  }

  static StripeRefusal inLiveMode(String kind, String id) {
    return missing(
        404,
        "No such "
            + kind
            + ": '"
            + id
            + "'; a similar object exists in live mode, but a test mode key was used to make this"
            + " request.",
        "id");
  }

  private static StripeRefusal missing(int status, String message, String param) {
    return new StripeRefusal(status, INVALID, message)
        .with("code", "resource_missing")
        .with("param", param);
  }

  static StripeRefusal invalid(String message) {
    return new StripeRefusal(400, INVALID, message);
  }

  static StripeRefusal noSuchUrl(StripeRequest request) {
    return new StripeRefusal(
        404,
        INVALID,
        "Unrecognized request URL (" + request.method() + ": " + request.path() + ").");
  }

  static StripeRefusal otherParameters(String key) {
    return new StripeRefusal(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first"
            + " used with. Try using a key other than '"
            + key
            + "'.");
  }

  static StripeRefusal failure(int status, String path) {
    String type = status >= 500 ? "api_error" : INVALID;
    StripeRefusal refusal = new StripeRefusal(status, type, "Something went wrong at " + path);
    return status == 429 ? refusal.with("code", "rate_limit") : refusal;
  }

  StripeAnswer answer() {
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new StripeAnswer(status, body);
  }
}
