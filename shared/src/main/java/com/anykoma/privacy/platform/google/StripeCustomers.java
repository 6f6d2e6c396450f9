package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.stripe.StripeCustomer;
import java.util.List;
import java.util.Optional;

/**
 * Stripe's list of customers, the newest first. A page starts after the last customer of the
 * previous page. When that customer was deleted meanwhile, Stripe refuses the position; the page
 * then starts with the customers that were created in the same second.
 *
 * @see <a href="https://docs.stripe.com/api/customers/list">Stripe: list all customers</a>
 */
record StripeCustomers(StripeCalls calls) {
  private static final String LIST = "list customers";

  /** The end of a page, encoded as {@code second.id}. */
  private record Place(long second, String id) {
    static Place of(BillingCustomer last) {
      return new Place(last.createdAt().getEpochSecond(), last.id());
    }

    static Place read(String token) {
      int dot = token.indexOf('.');
      return new Place(Long.parseLong(token.substring(0, dot)), token.substring(dot + 1));
    }

    String token() {
      return second + "." + id;
    }
  }

  /** The customer, even if it is deleted; empty when Stripe does not know it. */
  Optional<JsonValue> read(String customer) {
    return calls.get("read a customer", "/v1/customers/" + StripeCalls.id(customer));
  }

  Page<BillingCustomer> page(Optional<String> pageToken, int limit) {
    String path = "/v1/customers?limit=" + limit;
    Optional<Place> place = pageToken.map(Place::read);
    JsonValue page =
        calls
            .get(LIST, path + place.map(StripeCustomers::after).orElse(""))
            .or(() -> place.flatMap(each -> calls.get(LIST, path + from(each))))
            .orElseThrow(() -> new CloudFailure("Stripe", LIST, "a page no longer exists"));
    List<BillingCustomer> read = page.objects("data").stream().map(StripeCustomer::read).toList();
    boolean more = page.flag("has_more").orElse(false) && !read.isEmpty();
    return new Page<>(
        read, more ? Optional.of(Place.of(read.get(read.size() - 1)).token()) : Optional.empty());
  }

  /**
   * At most 100 customers with this address. Stripe's search ignores letter case, while the filter
   * of its list does not.
   *
   * @see <a href="https://docs.stripe.com/api/customers/search">Stripe: search customers</a>
   */
  List<BillingCustomer> withEmail(String email) {
    String query = "&query=" + StripeCalls.id("email:\"" + email + "\"");
    return calls.get("search customers", "/v1/customers/search?limit=100" + query).stream()
        .flatMap(it -> it.objects("data").stream())
        .filter(it -> it.string("email").filter(email::equalsIgnoreCase).isPresent())
        .map(StripeCustomer::read)
        .toList();
  }

  private static String after(Place place) {
    return "&starting_after=" + StripeCalls.id(place.id());
  }

  private static String from(Place place) {
    return "&created%5Blte%5D=" + place.second();
  }
}
