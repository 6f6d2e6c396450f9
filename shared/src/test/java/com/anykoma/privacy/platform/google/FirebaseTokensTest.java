package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.CloudFailure;
import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of ID tokens that the emulator does not support: signatures, and unavailable servers. */
@Tag("slow")
final class FirebaseTokensTest extends FirebaseAccountsFixture {
  @Test
  void validTokenReturnsSubjectAndSignInTime() throws Exception {
    assertThat(accounts.verify(ours.sign(HEADER, claims())))
        .isEqualTo(new VerifiedToken(U1, now.minusSeconds(120)));
    assertThat(google.requestedUrls())
        .last()
        .isEqualTo(
            "https://identitytoolkit.googleapis.com/v1/projects/a-real-project/accounts:lookup");
  }

  @Test
  @Keeps("P17")
  void refusesASignatureByAnotherKey() throws Exception {
    assertRefused(theirs.sign(HEADER, claims()), "not a token of this project");
    assertRefused(
        theirs.sign(Map.of("alg", "RS256", "kid", "key-2"), claims()),
        "not a token of this project");
    assertThat(google.requestedUrls()).noneMatch(url -> url.contains("accounts:lookup"));
  }

  @Test
  @Keeps("P17")
  void refusesClaimsOfAnotherPersonUnderTheSignature() throws Exception {
    String[] mine = ours.sign(HEADER, claims()).split("\\.", -1);
    String theirClaims = SigningKey.content(HEADER, claims("sub", "person-10"));

    assertRefused(theirClaims + "." + mine[2], "not a token of this project");
    assertRefused(theirClaims + ".", "not a token of this project");
    assertRefused(theirClaims + ".AAAA", "not a token of this project");
  }

  @Test
  @Keeps("P17")
  void refusesOtherAlgorithms() throws Exception {
    Map<String, String> none = Map.of("alg", "none", "kid", "key-1");
    Map<String, String> hmac = Map.of("alg", "HS256", "kid", "key-1");

    assertRefused(SigningKey.content(none, claims()) + ".", "not a token of this project");
    assertRefused(ours.sign(none, claims()), "not a token of this project");
    assertRefused(
        hs256(hmac, ours.pem().getBytes(StandardCharsets.UTF_8)), "not a token of this project");
    assertRefused(
        hs256(hmac, ours.certificate().getPublicKey().getEncoded()), "not a token of this project");
  }

  /** A token signed with HMAC, with the public key as the secret. */
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
  void refusesATokenWithoutKeyId() throws Exception {
    assertRefused(ours.sign(Map.of("alg", "RS256"), claims()), "not a token of this project");
  }

  @Test
  @Keeps("E17")
  void refusesExpiredAndFutureTokens() throws Exception {
    assertRefused(
        ours.sign(HEADER, claims("exp", now.minusSeconds(310).getEpochSecond())), "expired");
    assertRefused(
        ours.sign(HEADER, claims("iat", now.plusSeconds(400).getEpochSecond())),
        "not a token of this project");
  }

  @Test
  @Keeps("P17")
  void refusesOtherAudiencesAndIssuers() throws Exception {
    assertRefused(ours.sign(HEADER, claims("aud", "another")), "not a token of this project");
    assertRefused(
        ours.sign(HEADER, claims("iss", "https://securetoken.google.com/another")),
        "not a token of this project");
    assertRefused(
        ours.sign(HEADER, claims("iss", "https://session.firebase.google.com/" + PROJECT)),
        "not a token of this project");
  }

  @Test
  @Keeps("P17")
  void refusesATokenWithoutSubject() throws Exception {
    Map<String, Object> withoutSubject = claims();
    withoutSubject.remove("sub");

    assertRefused(ours.sign(HEADER, withoutSubject), "not a token of this project");
    assertRefused(ours.sign(HEADER, claims("sub", "")), "not a token of this project");
    assertRefused(ours.sign(HEADER, claims("sub", "u".repeat(129))), "not a token of this project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aud", "iat", "exp", "auth_time"})
  @Keeps("P17")
  void refusesATokenWithoutARequiredClaim(String name) throws Exception {
    Map<String, Object> without = claims();
    without.remove(name);

    assertRefused(ours.sign(HEADER, without), "not a token");
    assertRefused(ours.sign(HEADER, claims(name, Map.of("not", "so"))), "not a token");
    assertRefused(ours.sign(HEADER, claims(name, List.of(PROJECT))), "not a token");
  }

  @Test
  @Keeps("P17")
  void refusesDeeplyNestedClaims() {
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
  void refusesTokensOfRevokedDisabledOrDeletedAccounts() throws Exception {
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
  void unavailableKeysAreATransientFailure(int status) throws Exception {
    google.answerKeys(status, "sorry");

    assertFails(ours.sign(HEADER, claims()), "CERTIFICATE_FETCH_FAILED");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 403, 429, 500})
  void unavailableAccountsAreATransientFailure(int status) throws Exception {
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
}
