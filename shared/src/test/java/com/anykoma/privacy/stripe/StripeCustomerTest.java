package com.anykoma.privacy.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.BillingCustomer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that only id, subject and creation time of Stripe's customer are read. */
final class StripeCustomerTest {
  private static final String CUSTOMER =
      """
      {"object":"customer","id":"cus_1","created":1772366400,"email":"ada@example.com",
       "name":"Ada","description":null,"metadata":{"firebaseUID":"u1","other":"x"}}
      """;

  private static BillingCustomer readWith(String from, String to) {
    assertThat(CUSTOMER).contains(from);
    return StripeCustomer.read(StripeSamples.json(CUSTOMER.replace(from, to)));
  }

  @Test
  @Keeps("E14")
  void readsTheSubjectOfACustomer() {
    BillingCustomer customer = StripeCustomer.read(StripeSamples.json(CUSTOMER));

    assertThat(customer)
        .isEqualTo(
            new BillingCustomer(
                "cus_1", Optional.of(new SubjectId("u1")), Instant.parse("2026-03-01T12:00:00Z")))
        .hasToString("[customer]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "__u__", "\\u0000", "\\ud800"})
  @Keeps("E33")
  void invalidUidIsIgnored(String uid) {
    assertThat(readWith("u1", uid).claimedSubject()).isEmpty();
  }

  @Test
  @Keeps("E33")
  void tooLongOrMissingUidIsIgnored() {
    assertThat(readWith("u1", "a".repeat(129)).claimedSubject()).isEmpty();
    assertThat(readWith("\"firebaseUID\":\"u1\",", "").claimedSubject()).isEmpty();
    assertThat(readWith("{\"firebaseUID\":\"u1\",\"other\":\"x\"}", "null").claimedSubject())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@example.com", "a/b", "cus 1", "\u00e9"})
  @Keeps("E14")
  void customerIdIsNotValidated(String id) {
    assertThat(readWith("cus_1", id).id()).isEqualTo(id);
  }

  @Test
  void refusesACustomerWithoutCreationTime() {
    assertThatThrownBy(() -> readWith("\"created\":1772366400,", ""))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("created")
        .hasMessageNotContainingAny("ada", "cus_1", "u1");
  }
}
