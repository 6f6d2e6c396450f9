package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.CloudFailure;
import com.stripe.StripeClient;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RawRequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests to Stripe's API. Responses are raw JSON, and Stripe's errors are translated to ours.
 * Each method takes the name of the operation, such as {@code cancel a subscription}, for failure
 * messages.
 */
record StripeCalls(StripeClient client, Map<String, String> headers) {
  private static final int PAGE = 100;
  private static final String RESOURCE_MISSING = "resource_missing";

  /** Part of Stripe's message when the id exists in the other mode (live or test). */
  private static final String OTHER_MODE_MESSAGE = "a similar object exists in";

  StripeCalls(StripeClient client) {
    this(client, Map.of());
  }

  /** A copy that uses another version of Stripe's API than the library's. */
  StripeCalls version(String version) {
    return new StripeCalls(client, Map.of("Stripe-Version", version));
  }

  /** Encodes an id for a path or as a parameter; refuses dots and an empty id. */
  static String id(String id) {
    if (id.replace(".", "").isEmpty()) {
      throw new PermanentFailure("an id of Stripe must not be empty or consist of dots");
    }
    return URLEncoder.encode(id, StandardCharsets.UTF_8)
        .replace("+", "%20"); // a plus in a path is not a space
  }

  /** The object at the path; empty when Stripe does not know it. */
  Optional<JsonValue> get(String operation, String path) {
    return send(operation, RequestMethod.GET, path);
  }

  /** All objects of the list at the path with a query; empty when Stripe does not know its ids. */
  Optional<List<JsonValue>> list(String operation, String path) {
    List<JsonValue> all = new ArrayList<>();
    String start = "";
    while (true) {
      Optional<JsonValue> page = get(operation, path + "&limit=" + PAGE + start);
      if (page.isEmpty() && start.isEmpty()) {
        return Optional.empty();
      }
      JsonValue next =
          page.orElseThrow(() -> new CloudFailure("Stripe", operation, "a page no longer exists"));
      List<JsonValue> objects = next.objects("data");
      all.addAll(objects);
      if (objects.isEmpty() || !next.flag("has_more").orElse(false)) {
        return Optional.of(all);
      }
      start = "&starting_after=" + id(objects.get(objects.size() - 1).requiredString("id"));
    }
  }

  /** Deletes the object at the path; an unknown one is success. */
  void delete(String operation, String path) {
    send(operation, RequestMethod.DELETE, path);
  }

  /**
   * Sends a form with POST.
   *
   * @param attempt distinguishes this request from an identical earlier request that is finished
   * @return empty when Stripe refuses the request: it does not support it, not with this key, or
   *     not for the object in the form
   */
  Optional<JsonValue> post(String operation, String path, String form, String attempt) {
    try {
      return Optional.of(answer(operation, RequestMethod.POST, path, Optional.of(form), attempt));
    } catch (StripeException e) {
      if (!isRefused(e)) {
        throw failure(operation, e);
      }
      return Optional.empty();
    }
  }

  /** 403: the key lacks the permission. 404: the account lacks the URL, as for a preview. */
  private static boolean isRefused(StripeException error) {
    int status = statusOf(error);
    return (status == 400 && !(error instanceof IdempotencyException))
        || status == 403
        || status == 404;
  }

  private Optional<JsonValue> send(String operation, RequestMethod method, String path) {
    try {
      return Optional.of(answer(operation, method, path, Optional.empty(), ""));
    } catch (StripeException e) {
      if (RESOURCE_MISSING.equals(e.getCode())
          && !String.valueOf(e.getMessage()).contains(OTHER_MODE_MESSAGE)) {
        return Optional.empty();
      }
      throw failure(operation, e);
    }
  }

  private JsonValue answer(
      String operation, RequestMethod method, String path, Optional<String> form, String attempt)
      throws StripeException {
    RawRequestOptions.RawRequestOptionsBuilder options =
        RawRequestOptions.builder().setAdditionalHeaders(headers);
    if (method != RequestMethod.GET) {
      options.setIdempotencyKey(idempotencyKey(method + path + form.orElse("") + attempt));
    }
    try {
      String body = client.rawRequest(method, path, form.orElse(null), options.build()).body();
      return StrictJson.object(body.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson e) {
      throw new CloudFailure(
          "Stripe", operation, "a response that is not JSON"); // such as a page of a proxy
    }
  }

  /** A deterministic key: Stripe performs a repeated request once, for at least a day. */
  private static String idempotencyKey(String request) {
    return Sha256.hex(request);
  }

  /** Translates Stripe's error without its message, which quotes ids and may quote the key. */
  private static RuntimeException failure(String operation, StripeException error) {
    int status = statusOf(error);
    String code = Optional.ofNullable(error.getCode()).map(each -> " " + each).orElse("");
    if (status == 401 || status == 403 || RESOURCE_MISSING.equals(error.getCode())) {
      return new CloudFailure(
          "Stripe", operation, status + code + "; check STRIPE_API_KEY, its mode and permissions");
    }
    // reuse of an idempotency key with other parameters succeeds once Stripe has deleted the key
    if (status == 400 && !(error instanceof IdempotencyException)) {
      return new PermanentFailure("Stripe did not " + operation + ": " + status + code);
    }
    return new CloudFailure("Stripe", operation, status == 0 ? "no response" : status + code);
  }

  private static int statusOf(StripeException error) {
    return Optional.ofNullable(error.getStatusCode()).orElse(0);
  }
}
