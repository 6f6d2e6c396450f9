package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.firebase.auth.internal.Utils;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import com.google.gson.Gson;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests of accounts that the emulator does not support: unusual accounts, and one address per
 * process.
 */
final class FirebaseAccountsTest extends FirebaseAccountsFixture {
  @Test
  void convertsAnAccountToOurTypes() {
    answerAccount(
        Map.of(
            "email",
            "u1@example.com",
            "displayName",
            "Ada",
            "customAttributes",
            "{\"epoch\":3,\"share\":0.5,\"gone\":null,\"in\":{\"list\":[1,null,\"x\"]}}"));

    assertThat(accounts.get(U1))
        .hasValue(
            new Account(
                U1,
                Optional.of(Sensitive.of("u1@example.com")),
                Optional.of(Sensitive.of("Ada")),
                false,
                Instant.ofEpochMilli(1_795_379_000_123L),
                now.minusSeconds(600),
                Map.of("epoch", 3L, "share", 0.5, "in", Map.of("list", List.of(1L, "x")))));
  }

  @Test
  @Keeps("E14")
  void skipsAnAccountWithAnOverlongUid() {
    String longer = "x".repeat(129);
    google.answerAccounts(
        200,
        new Gson()
            .toJson(
                Map.of(
                    "users",
                    Stream.of("twitter/1", longer, "__x__")
                        .map(uid -> Map.of("localId", uid, "createdAt", "1795379000123"))
                        .toList())));

    try (Alarms alarms = new Alarms()) {
      assertThat(accounts.list(Optional.empty(), 10).items())
          .extracting(each -> each.subject().value())
          .containsExactly("twitter/1", "__x__");
      assertThat(alarms.messages())
          .singleElement(STRING)
          .contains("skipped where=accounts")
          .doesNotContain("xx");
    }
  }

  @Test
  @Keeps("P17")
  void emulatorVariableStopsVerificationByTheRealService() throws Exception {
    String token = SigningKey.content(Map.of("alg", "none"), claims()) + ".";

    FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, "127.0.0.1:1");

    assertThatThrownBy(() -> accounts.verify(token)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> open(Map.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void processUsesOneAddressAtATime() {
    Map<Service, URI> one = Map.of(Service.AUTH, URI.create("http://127.0.0.1:1"));
    Map<Service, URI> other = Map.of(Service.AUTH, URI.create("http://127.0.0.1:2"));

    assertThatThrownBy(() -> open(one)).isInstanceOf(IllegalStateException.class);
    open(Map.of()).close();
    accounts.close();

    try (FirebaseAccounts first = open(one)) {
      open(one).close();
      assertThatThrownBy(() -> open(other)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> open(Map.of())).isInstanceOf(IllegalStateException.class);
      first.get(U1);
    }
    assertThat(google.requestedUrls())
        .containsExactly(
            "http://127.0.0.1:1/identitytoolkit.googleapis.com/v1/projects/demo-project/accounts:lookup");
    open(other).close();
    open(Map.of()).close();
  }
}
