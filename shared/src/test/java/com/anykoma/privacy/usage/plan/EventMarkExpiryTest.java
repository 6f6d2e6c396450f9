package com.anykoma.privacy.usage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that Firestore's TTL deletes event marks at the retention period of the data map. */
@Keeps("P21")
final class EventMarkExpiryTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void timeToLiveEqualsTheRetentionInTheDataMap() {
    Location marks =
        FixtureProduct.MAP.locations().stream()
            .filter(each -> each.name().equals("stripeEvents"))
            .findFirst()
            .orElseThrow();

    assertThat(marks.expiry().orElseThrow().maxAge())
        .contains(Period.ofDays((int) StripeEvents.RETENTION.toDays()));
    assertThat(marks.fields()).anyMatch(each -> each.name().equals(StripeEvents.EXPIRES_AT));
  }

  @Test
  void everyMarkHasItsExpiry() {
    SubscriptionEvent event =
        new SubscriptionEvent(
            "evt_1",
            "customer.deleted",
            NOW,
            "cus_1",
            Optional.empty(),
            new SubscriptionEvent.CustomerDeleted());

    for (Fields mark :
        List.of(
            StripeEvents.applied(event, List.of(), NOW),
            StripeEvents.parked(event, Optional.of("subject"), NOW))) {
      assertThat(mark.instant(StripeEvents.EXPIRES_AT)).contains(NOW.plus(StripeEvents.RETENTION));
    }
  }
}
