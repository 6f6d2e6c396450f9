package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.Gson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The Firebase Auth adapter with a fake of its servers, and signed tokens. */
@SuppressWarnings("NullAway.Init")
abstract class FirebaseAccountsFixture {
  static final SubjectId U1 = new SubjectId("person-1");
  static final String PROJECT = "a-real-project";
  static final Map<String, String> HEADER = Map.of("alg", "RS256", "typ", "JWT", "kid", "key-1");

  @TempDir private static Path directory;
  static SigningKey ours;
  static SigningKey theirs;

  final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final FakeIdentityToolkit google = new FakeIdentityToolkit();
  FirebaseAccounts accounts;

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

  FirebaseAccounts open(Map<Service, URI> endpoints) {
    return FirebaseAccounts.open(
        new GoogleSettings(
            endpoints.isEmpty() ? PROJECT : "demo-project",
            "(default)",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            endpoints,
            0),
        GoogleCredentials.create(new AccessToken("test", null)),
        google);
  }

  void answerAccount(Map<String, ?> more) {
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

  /** The claims of a valid token, with {@code name} replaced. */
  Map<String, Object> claims(String name, Object value) {
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

  Map<String, Object> claims() {
    return claims("email", "u1@example.com");
  }

  void assertRefused(String token, String reason) {
    assertThatThrownBy(() -> accounts.verify(token))
        .isInstanceOf(InvalidToken.class)
        .hasMessage(reason)
        .hasNoCause();
  }
}
