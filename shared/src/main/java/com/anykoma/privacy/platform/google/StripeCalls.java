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
 * Requests to Stripe's API, with its answers as raw JSON and its errors as ours. Each method names
 * what is asked for, {@code cancel a subscription}, for the message of a failure.
 */
final class StripeCalls {
  private static final int PAGE = 100;
  private static final String RESOURCE_MISSING = "resource_missing";

  /** Stripe's message says so when it knows the id, but not in the mode of the key. */
  private static final String OTHER_MODE_MESSAGE = "a similar object exists in";

  private final StripeClient client;
  private final Map<String, String> headers;

  StripeCalls(StripeClient client) {
    this(client, Map.of());
  }

  private StripeCalls(StripeClient client, Map<String, String> headers) {
    this.client = client;
    this.headers = headers;
  }

  /** The same requests under another version of Stripe's API than the library's. */
  StripeCalls version(String version) {
    return new StripeCalls(client, Map.of("Stripe-Version", version));
  }

  /**
   * An id as one segment of a path or as a parameter, whatever it holds.
   *
   * @throws PermanentFailure for what would be another path, {@code .} and {@code ..}, and for
   *     nothing, which as a parameter means everybody
   */
  static String id(String id) {
    if (id.replace(".", "").isEmpty()) {
      throw new PermanentFailure("this cannot be an id of Stripe's");
    }
    return URLEncoder.encode(id, StandardCharsets.UTF_8)
        .replace("+", "%20"); // in a path a plus is a plus
  }

  /** The object at the path; empty when Stripe knows none. */
  Optional<JsonValue> get(String operation, String path) {
    return send(operation, RequestMethod.GET, path);
  }

  /** Every object of the list at the path, which has a query; empty when Stripe refuses its ids. */
  Optional<List<JsonValue>> list(String operation, String path) {
    List<JsonValue> all = new ArrayList<>();
    String start = "";
    while (true) {
      Optional<JsonValue> page = get(operation, path + "&limit=" + PAGE + start);
      if (page.isEmpty() && start.isEmpty()) {
        return Optional.empty();
      }
      JsonValue next =
          page.orElseThrow(() -> new CloudFailure("Stripe", operation, "a page is gone"));
      List<JsonValue> objects = next.objects("data");
      all.addAll(objects);
      if (objects.isEmpty() || !next.flag("has_more").orElse(false)) {
        return Optional.of(all);
      }
      start = "&starting_after=" + id(objects.get(objects.size() - 1).requiredString("id"));
    }
  }

  /** Deletes what is at the path; what Stripe does not know is deleted. */
  void delete(String operation, String path) {
    send(operation, RequestMethod.DELETE, path);
  }

  /**
   * Posts a form.
   *
   * @param attempt tells this request from an earlier one that looked the same but is over
   * @return empty when Stripe refuses the request as such: it does not do that, not under this key,
   *     or not for what the form names
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

  /** 403: the key lacks the permission. 404: this account has no such URL, as with a preview. */
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
      if (RESOURCE_MISSING.equals(e.getCode()) && !String.valueOf(e.getMessage()).contains(OTHER_MODE_MESSAGE)) {
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
      throw new CloudFailure("Stripe", operation, "an answer that is no JSON"); // a proxy's page
    }
  }

  /**
   * The same for the same request, so that Stripe does once what is asked for twice. It heeds keys
   * for a day or longer, in which an error that it saved comes again too, and on DELETE not at all.
   */
  private static String idempotencyKey(String request) {
    return Sha256.hex(request);
  }

  /** Stripe's error as ours, without its message: that quotes ids and may quote the key. */
  private static RuntimeException failure(String operation, StripeException error) {
    int status = statusOf(error);
    String code = Optional.ofNullable(error.getCode()).map(each -> " " + each).orElse("");
    if (status == 401 || status == 403 || RESOURCE_MISSING.equals(error.getCode())) {
      return new CloudFailure(
          "Stripe", operation, status + code + "; check STRIPE_API_KEY, its mode and permissions");
    }
    // a key is forgotten in time, so the same request under other parameters will pass then
    if (status == 400 && !(error instanceof IdempotencyException)) {
      return new PermanentFailure("Stripe did not " + operation + ": " + status + code);
    }
    return new CloudFailure("Stripe", operation, status == 0 ? "no answer" : status + code);
  }

  private static int statusOf(StripeException error) {
    return Optional.ofNullable(error.getStatusCode()).orElse(0);
  }
}
