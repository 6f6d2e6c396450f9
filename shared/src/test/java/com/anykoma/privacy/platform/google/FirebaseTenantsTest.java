package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.CloudFailure;
import com.google.gson.Gson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that accounts in all tenants of Identity Platform are found, changed and listed. */
@Tag("slow")
final class FirebaseTenantsTest extends FirebaseAccountsFixture {
  private static String accountsNamed(String... uids) {
    List<Map<String, String>> users =
        Arrays.stream(uids)
            .map(uid -> Map.of("localId", uid, "createdAt", "1795379000123"))
            .toList();
    return new Gson().toJson(Map.of("users", users));
  }

  private void twoTenants() {
    google.answerTenants(
        200,
        "{\"tenants\":[{\"name\":\"projects/p/tenants/acme-2\"},"
            + "{\"name\":\"projects/p/tenants/acme-1\"}]}");
    google.answerAccounts(200, "{}");
    google.answerAccountsOf("acme-1", "{}");
    google.answerAccountsOf("acme-2", accountsNamed(U1.value()));
  }

  private List<String> accountsAsked() {
    return google.requestedUrls().stream()
        .filter(it -> it.contains("accounts:"))
        .map(it -> it.replaceFirst(".*/projects/a-real-project", "").replaceFirst("\\?.*", ""))
        .toList();
  }

  @Test
  @Keeps({"P19", "P23"})
  void findsAnAccountOfATenant() {
    twoTenants();

    assertThat(accounts.get(U1)).map(Account::subject).contains(U1);
    assertThat(accounts.getAll(List.of(U1, new SubjectId("none")))).containsOnlyKeys(U1);
    assertThat(google.requestedUrls()).filteredOn(it -> it.contains("/tenants?")).hasSize(1);
  }

  @Test
  @Keeps("P23")
  void findsAnAccountOfATenantByItsEmailAddress() {
    twoTenants();

    assertThat(accounts.withEmail(Sensitive.of("ada@example.com")).map(Account::subject))
        .contains(U1);
    assertThat(accountsAsked())
        .containsExactly(
            "/accounts:lookup",
            "/tenants/acme-1/accounts:lookup",
            "/tenants/acme-2/accounts:lookup");
    assertThat(google.requestedUrls()).noneMatch(it -> it.contains("ada"));
  }

  @Test
  @Keeps({"P19", "P23"})
  void changesAnAccountInTheProjectAndEveryTenant() {
    twoTenants();
    google.answerAccountsOf("acme-1", accountsNamed(U1.value()));
    google.answerAccounts(400, "{\"error\":{\"message\":\"USER_NOT_FOUND\"}}");

    assertThat(accounts.disable(U1)).isTrue();
    accounts.delete(U1);

    assertThat(accountsAsked())
        .filteredOn(it -> !it.contains("lookup"))
        .containsExactly(
            "/accounts:update",
            "/tenants/acme-1/accounts:update",
            "/tenants/acme-2/accounts:update",
            "/accounts:delete",
            "/tenants/acme-1/accounts:delete",
            "/tenants/acme-2/accounts:delete");
  }

  @Test
  @Keeps("E14")
  void listsTheAccountsOfAllTenants() {
    twoTenants();
    google.answerAccountsOf("acme-1", accountsNamed("a"));

    var first = accounts.list(Optional.empty(), 10);
    var second = accounts.list(first.next(), 10);

    assertThat(first.items()).extracting(it -> it.subject().value()).containsExactly("a");
    assertThat(second.items()).extracting(Account::subject).containsExactly(U1);
    assertThat(second.next()).isEmpty();
  }

  @Test
  @Keeps("P17")
  void verifiesATenantsTokenWithoutListingTenants() throws Exception {
    twoTenants();

    assertThat(accounts.verify(ours.sign(HEADER, claims("firebase", Map.of("tenant", "acme-2")))))
        .isEqualTo(new VerifiedToken(U1, now.minusSeconds(120)));
    assertRefused(
        ours.sign(HEADER, claims("firebase", Map.of("tenant", "acme-1"))), "no such account");
    assertRefused(
        theirs.sign(HEADER, claims("firebase", Map.of("tenant", "acme-3"))),
        "not a token of this project");
    assertThat(accountsAsked())
        .containsExactly("/tenants/acme-2/accounts:lookup", "/tenants/acme-1/accounts:lookup");
    assertThat(google.requestedUrls()).noneMatch(it -> it.contains("/tenants?"));
  }

  @Test
  void projectWithoutIdentityPlatformHasNoTenants() {
    google.answerAccounts(200, "{}");

    assertThat(accounts.get(U1)).isEmpty();
    accounts.delete(U1);

    assertThat(accountsAsked()).containsExactly("/accounts:lookup", "/accounts:delete");
    assertThat(google.requestedUrls()).filteredOn(it -> it.contains("/tenants?")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 403, 429, 500})
  @Keeps("P19")
  void failureToListTenantsIsNotTakenForNone(int status) {
    google.answerAccounts(200, "{}");
    google.answerTenants(status, "{\"error\":{\"message\":\"SORRY\"}}");

    assertThatThrownBy(() -> accounts.get(U1))
        .isInstanceOf(CloudFailure.class)
        .hasMessageStartingWith("Firebase Auth did not list tenants: ");
    assertThatThrownBy(() -> accounts.getAll(List.of(U1))).isInstanceOf(CloudFailure.class);
    assertThatThrownBy(() -> accounts.delete(U1)).isInstanceOf(CloudFailure.class);
  }
}
