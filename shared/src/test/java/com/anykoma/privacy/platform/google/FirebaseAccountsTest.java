package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.auth.internal.Utils;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import com.google.gson.Gson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what the emulator cannot show: the checks of signed tokens, and servers that are down. */
@SuppressWarnings("NullAway.Init")
final class FirebaseAccountsTest {
  private static final SubjectId U1 = new SubjectId("person-1");
  private static final String PROJECT = "a-real-project";
  private static final Map<String, String> HEADER =
      Map.of("alg", "RS256", "typ", "JWT", "kid", "key-1");

  @TempDir static Path directory;
  private static SigningKey ours;
  private static SigningKey theirs;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final IdentityToolkitDouble google = new IdentityToolkitDouble();
  private FirebaseAccounts accounts;

  @BeforeAll
  static void createKeys() throws Exception {
    ours = SigningKey.create(directory, "ours");
    theirs = SigningKey.create(directory, "theirs");
  }

  @BeforeEach
  void open() throws Exception {
    google.answerKeys(200, new Gson().toJson(Map.of("key-1", ours.pem())));
    answerAccount(Map.of());
    accounts = open(Map.of());
  }

  private FirebaseAccounts open(Map<Service, URI> endpoints) {
    return FirebaseAccounts.open(
        new GoogleSettings(
            endpoints.isEmpty() ? PROJECT : "demo-project",
            "(default)",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            endpoints),
        GoogleCredentials.create(new AccessToken("test", null)),
        google);
  }

  private void answerAccount(Map<String, ?> more) {
    Map<String, Object> account = new HashMap<>();
    account.put("localId", U1.value());
    account.put("createdAt", "1795379000123");
    account.put("validSince", String.valueOf(now.minusSeconds(600).getEpochSecond()));
    account.putAll(more);
    google.answerAccounts(200, new Gson().toJson(Map.of("users", List.of(account))));
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  /** A good token's claims, except for {@code name}. */
  private Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://securetoken.google.com/" + PROJECT);
    claims.put("aud", PROJECT);
    claims.put("sub", U1.value());
    claims.put("auth_time", now.minusSeconds(120).getEpochSecond());
    claims.put("iat", now.minusSeconds(60).getEpochSecond());
    claims.put("exp", now.plusSeconds(3_540).getEpochSecond());
    claims.put(name, value);
    return claims;
  }

  private Map<String, Object> claims() {
    return claims("email", "u1@example.com");
  }

  private void assertRefused(String token, String reason) {
    assertThatThrownBy(() -> accounts.verify(token))
        .isInstanceOf(InvalidToken.class)
        .hasMessage(reason)
        .hasNoCause();
  }

  @Test
  void aGoodTokenSpeaksForWhoSignedIn() throws Exception {
    assertThat(accounts.verify(ours.sign(HEADER, claims())))
        .isEqualTo(new VerifiedToken(U1, now.minusSeconds(120)));
    assertThat(google.asked())
        .last()
        .isEqualTo(
            "https://identitytoolkit.googleapis.com/v1/projects/a-real-project/accounts:lookup");
  }

  @Test
  @Keeps("P17")
  void anotherKeysSignatureIsRefused() throws Exception {
    assertRefused(theirs.sign(HEADER, claims()), "not this project's token");
    assertRefused(
        theirs.sign(Map.of("alg", "RS256", "kid", "key-2"), claims()), "not this project's token");
    assertThat(google.asked()).noneMatch(url -> url.contains("accounts:lookup"));
  }

  @Test
  @Keeps("P17")
  void anotherPersonsClaimsDoNotFitTheSignature() throws Exception {
    String[] mine = ours.sign(HEADER, claims()).split("\\.", -1);
    String theirClaims = SigningKey.content(HEADER, claims("sub", "person-10"));

    assertRefused(theirClaims + "." + mine[2], "not this project's token");
    assertRefused(theirClaims + ".", "not this project's token");
    assertRefused(theirClaims + ".AAAA", "not this project's token");
  }

  @Test
  @Keeps("P17")
  void anotherAlgorithmIsRefused() throws Exception {
    Map<String, String> none = Map.of("alg", "none", "kid", "key-1");
    Map<String, String> hmac = Map.of("alg", "HS256", "kid", "key-1");

    assertRefused(SigningKey.content(none, claims()) + ".", "not this project's token");
    assertRefused(ours.sign(none, claims()), "not this project's token");
    assertRefused(
        hs256(hmac, ours.pem().getBytes(StandardCharsets.UTF_8)), "not this project's token");
    assertRefused(
        hs256(hmac, ours.certificate().getPublicKey().getEncoded()), "not this project's token");
  }

  /** A token signed with the public key as if it were a secret one. */
  private String hs256(Map<String, String> header, byte[] publicKey)
      throws GeneralSecurityException {
    String content = SigningKey.content(header, claims());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
    return content
        + "."
        + SigningKey.base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  @Keeps("P17")
  void aTokenWithoutAKeyIdIsRefused() throws Exception {
    assertRefused(ours.sign(Map.of("alg", "RS256"), claims()), "not this project's token");
  }

  @Test
  @Keeps("E17")
  void aTokenOutsideOfItsTimeIsRefused() throws Exception {
    assertRefused(
        ours.sign(HEADER, claims("exp", now.minusSeconds(310).getEpochSecond())), "expired");
    assertRefused(
        ours.sign(HEADER, claims("iat", now.plusSeconds(400).getEpochSecond())),
        "not this project's token");
  }

  @Test
  @Keeps("P17")
  void aTokenForAnotherProjectOrOfAnotherIssuerIsRefused() throws Exception {
    assertRefused(ours.sign(HEADER, claims("aud", "another")), "not this project's token");
    assertRefused(
        ours.sign(HEADER, claims("iss", "https://securetoken.google.com/another")),
        "not this project's token");
    assertRefused(
        ours.sign(HEADER, claims("iss", "https://session.firebase.google.com/" + PROJECT)),
        "not this project's token");
  }

  @Test
  @Keeps("P17")
  void aTokenForNobodyIsRefused() throws Exception {
    Map<String, Object> nobody = claims();
    nobody.remove("sub");

    assertRefused(ours.sign(HEADER, nobody), "not this project's token");
    assertRefused(ours.sign(HEADER, claims("sub", "")), "not this project's token");
    assertRefused(ours.sign(HEADER, claims("sub", "u".repeat(129))), "not this project's token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aud", "iat", "exp", "auth_time"})
  @Keeps("P17")
  void aTokenWithoutWhatEveryTokenHasIsRefused(String name) throws Exception {
    Map<String, Object> without = claims();
    without.remove(name);

    assertRefused(ours.sign(HEADER, without), "not a token");
    assertRefused(ours.sign(HEADER, claims(name, Map.of("not", "so"))), "not a token");
    assertRefused(ours.sign(HEADER, claims(name, List.of(PROJECT))), "not a token");
  }

  @Test
  @Keeps("P17")
  void deeplyNestedClaimsAreRefused() {
    String header = SigningKey.base64(new Gson().toJson(HEADER).getBytes(StandardCharsets.UTF_8));
    String deep = SigningKey.base64("[".repeat(12_000).getBytes(StandardCharsets.UTF_8));
    String claims =
        SigningKey.base64(
            ("{\"a\":" + "[".repeat(12_000) + "]".repeat(12_000) + "}")
                .getBytes(StandardCharsets.UTF_8));

    assertRefused(deep + "." + deep + ".AAAA", "not a token");
    assertRefused(header + "." + claims + ".AAAA", "not a token");
  }

  @Test
  @Keeps("E17")
  void anAccountThatIsRevokedDisabledOrGoneRefusesItsTokens() throws Exception {
    String token = ours.sign(HEADER, claims());

    answerAccount(Map.of("validSince", String.valueOf(now.minusSeconds(59).getEpochSecond())));
    assertRefused(token, "session revoked");
    answerAccount(Map.of("disabled", true));
    assertRefused(token, "account disabled");
    google.answerAccounts(200, "{\"kind\":\"identitytoolkit#GetAccountInfoResponse\"}");
    assertRefused(token, "no such account");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 404, 500})
  void keysThatCannotBeHadAreNotTheTokensFault(int status) throws Exception {
    google.answerKeys(status, "sorry");

    assertFails(ours.sign(HEADER, claims()), "CERTIFICATE_FETCH_FAILED");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 403, 429, 500})
  void accountsThatCannotBeHadAreNotTheTokensFault(int status) throws Exception {
    google.answerAccounts(status, "{\"error\":{\"message\":\"SORRY: person-1\"}}");

    assertFails(
        ours.sign(HEADER, claims()),
        switch (status) {
          case 0 -> "UNKNOWN";
          case 400 -> "INVALID_ARGUMENT";
          case 403 -> "PERMISSION_DENIED";
          case 429 -> "RESOURCE_EXHAUSTED";
          default -> "INTERNAL";
        });
  }

  private void assertFails(String token, String status) {
    assertThatThrownBy(() -> accounts.verify(token))
        .isInstanceOf(CloudFailure.class)
        .hasMessage("Firebase Auth did not verify: " + status)
        .hasNoCause();
  }

  @Test
  void anAccountIsToldInOurTypes() {
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
  void aUidThatIsNoDocumentIdIsRefusedForGood() {
    answerAccount(Map.of("localId", "twitter/1"));

    assertThatThrownBy(() -> accounts.list(Optional.empty(), 10))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("a uid in Firebase Auth cannot be the id of a document");
  }

  @Test
  @Keeps("P17")
  void anEmulatorsSwitchStopsTheRealServiceRatherThanItsSignatureChecks() throws Exception {
    String token = SigningKey.content(Map.of("alg", "none"), claims()) + ".";

    FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, "127.0.0.1:1");

    assertThatThrownBy(() -> accounts.verify(token)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> open(Map.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aProcessHasOneAddressAtATime() {
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
    assertThat(google.asked())
        .containsExactly(
            "http://127.0.0.1:1/identitytoolkit.googleapis.com/v1/projects/demo-project/accounts:lookup");
    open(other).close();
    open(Map.of()).close();
  }

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
    return google.asked().stream()
        .filter(it -> it.contains("accounts:"))
        .map(it -> it.replaceFirst(".*/projects/a-real-project", "").replaceFirst("\\?.*", ""))
        .toList();
  }

  @Test
  @Keeps({"P19", "P23"})
  void anAccountOfATenantIsFound() {
    twoTenants();

    assertThat(accounts.get(U1)).map(Account::subject).contains(U1);
    assertThat(accounts.getAll(List.of(U1, new SubjectId("none")))).containsOnlyKeys(U1);
    assertThat(google.asked()).filteredOn(it -> it.contains("/tenants?")).hasSize(1);
  }

  @Test
  @Keeps({"P19", "P23"})
  void anAccountIsChangedWhereverItIs() {
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
  void theAccountsOfAllTenantsAreListed() {
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
  void aTokenOfATenantIsCheckedThereAndNoTenantIsListedForAToken() throws Exception {
    twoTenants();

    assertThat(accounts.verify(ours.sign(HEADER, claims("firebase", Map.of("tenant", "acme-2")))))
        .isEqualTo(new VerifiedToken(U1, now.minusSeconds(120)));
    assertRefused(
        ours.sign(HEADER, claims("firebase", Map.of("tenant", "acme-1"))), "no such account");
    assertRefused(
        theirs.sign(HEADER, claims("firebase", Map.of("tenant", "acme-3"))),
        "not this project's token");
    assertThat(accountsAsked())
        .containsExactly("/tenants/acme-2/accounts:lookup", "/tenants/acme-1/accounts:lookup");
    assertThat(google.asked()).noneMatch(it -> it.contains("/tenants?"));
  }

  @Test
  void aProjectWithoutIdentityPlatformHasNoTenants() {
    google.answerAccounts(200, "{}");

    assertThat(accounts.get(U1)).isEmpty();
    accounts.delete(U1);

    assertThat(accountsAsked()).containsExactly("/accounts:lookup", "/accounts:delete");
    assertThat(google.asked()).filteredOn(it -> it.contains("/tenants?")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 403, 429, 500})
  @Keeps("P19")
  void tenantsThatCannotBeListedAreNotTakenForNone(int status) {
    google.answerAccounts(200, "{}");
    google.answerTenants(status, "{\"error\":{\"message\":\"SORRY\"}}");

    assertThatThrownBy(() -> accounts.get(U1))
        .isInstanceOf(CloudFailure.class)
        .hasMessageStartingWith("Firebase Auth did not list tenants: ");
    assertThatThrownBy(() -> accounts.getAll(List.of(U1))).isInstanceOf(CloudFailure.class);
    assertThatThrownBy(() -> accounts.delete(U1)).isInstanceOf(CloudFailure.class);
  }
}
