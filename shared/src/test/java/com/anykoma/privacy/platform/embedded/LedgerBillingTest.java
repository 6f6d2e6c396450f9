package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingContract;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the payment provider in SQLite: the contract, and deleted customers. */
@SuppressWarnings("NullAway.Init")
final class LedgerBillingTest extends BillingContract {
  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new MovableClock());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected Billing billing() {
    return cloud.billing();
  }

  @Override
  protected void given(BillingSubscription subscription) {
    cloud.billing().put(subscription);
  }

  @Override
  protected void givenCustomer(String customer) {
    cloud.billing().putCustomer(customer);
  }

  @Override
  protected void given(BillingCustomer customer) {
    cloud.billing().put(customer);
  }

  @Override
  protected void givenEmail(String customer, String email) {
    cloud.billing().putEmail(customer, Sensitive.of(email));
  }

  @Override
  protected void givenProduct(String product, List<String> planNames) {
    cloud.billing().putProduct(product, planNames);
  }

  @Override
  protected void letRedactionsWait() {
    cloud.billing().holdRedactions(true);
  }

  @Override
  protected void refuseRedactions() {
    cloud.billing().refuseRedactions(true);
  }

  @Override
  protected void redacted(Redaction redaction) {
    cloud.billing().holdRedactions(false);
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test has a store of its own
  }

  @Test
  @Keeps("P23")
  void deletedCustomerStaysKnownWithoutSubscriptions() {
    given(
        new BillingSubscription(
            "sub", "cus", SubscriptionStatus.ACTIVE, List.of(), Optional.empty()));

    billing().deleteCustomer("cus");
    Redaction request = billing().requestRedaction("cus", Optional.empty());

    assertThat(billing().subscriptions("cus")).hasValue(List.of());
    assertThat(billing().subscription("sub").orElseThrow().status())
        .isEqualTo(SubscriptionStatus.CANCELED);
    assertThat(request.state()).isEqualTo(Redaction.State.DONE);
    assertThat(cloud.billing().redactionIds()).containsExactly(request.request().orElseThrow());
  }

  @Test
  @Keeps("E14")
  void newCustomerIsCreatedNowAndCanBeNamedLater() {
    Instant now = new MovableClock().instant();
    cloud.billing().putCustomer("cus");
    assertThat(billing().customers(Optional.empty(), 10).items())
        .containsExactly(new BillingCustomer("cus", Optional.empty(), now));

    cloud.billing().putCustomer("cus", Optional.of(new SubjectId("u1")));
    cloud.billing().putCustomer("cus");

    assertThat(billing().customers(Optional.empty(), 10).items())
        .containsExactly(new BillingCustomer("cus", Optional.of(new SubjectId("u1")), now));
  }
}
