package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.anykoma.privacy.platform.AccountsContract;
import com.anykoma.privacy.platform.embedded.SqliteAccounts.AccountDeletion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the accounts in SQLite: the contract, the reasons for refused tokens, and the feed of
 * deletions.
 */
@SuppressWarnings("NullAway.Init")
final class SqliteAccountsTest extends AccountsContract {
  private static final SubjectId U1 = new SubjectId("person-1");

  private final MovableClock clock = new MovableClock();
  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected Accounts accounts() {
    return cloud.accounts();
  }

  @Override
  protected void signUp(SubjectId subject, String email) {
    cloud.accounts().create(subject, Optional.of(Sensitive.of(email)), Optional.empty());
  }

  @Override
  protected String signIn(SubjectId subject) {
    return cloud.accounts().issueIdToken(subject);
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test has a store of its own
  }

  @Test
  void secondSignUpWithTheSameUidIsRefused() {
    signUp(U1, "a@example.com");

    assertThatThrownBy(() -> signUp(U1, "b@example.com"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the uid already has an account");
    assertThat(accounts().get(U1).orElseThrow().email()).hasValue(Sensitive.of("a@example.com"));
  }

  @Test
  @Keeps("E17")
  void tokenIsValidForExactlyOneHour() {
    signUp(U1, "a@example.com");
    String token = signIn(U1);

    clock.move(Duration.ofHours(1).minusSeconds(1));
    assertThat(accounts().verify(token).signedInAt()).isEqualTo("2026-11-22T12:00:00Z");
    clock.move(Duration.ofSeconds(1));

    assertRefused(token, "expired");
  }

  @Test
  @Keeps("P17")
  void refusedTokensHaveDistinctReasons() {
    signUp(U1, "a@example.com");
    IdTokens ours = IdTokens.open(directory.resolve("tokens.json"), clock);
    IdTokens theirs = IdTokens.open(directory.resolve("others.json"), clock);

    assertRefused("garbage", "not a token");
    assertRefused(
        base64("{\"alg\":\"none\"}") + "." + base64("{\"sub\":\"person-1\"}") + ".",
        "wrong algorithm");
    assertRefused(issue(theirs, IdTokens.ISSUER, IdTokens.AUDIENCE), "wrong signature");
    assertRefused(issue(ours, "https://evil.example", IdTokens.AUDIENCE), "wrong issuer");
    assertRefused(issue(ours, IdTokens.ISSUER, "another-project"), "wrong audience");
    String token = signIn(U1);
    accounts().revokeSessions(U1);
    assertRefused(token, "session revoked");
    accounts().disable(U1);
    assertRefused(token, "account disabled");
    accounts().delete(U1);
    assertRefused(token, "no such account");
  }

  private String issue(IdTokens tokens, String issuer, String audience) {
    return tokens.issue(U1, clock.instant(), issuer, audience, Map.of());
  }

  private void assertRefused(String token, String reason) {
    assertThatThrownBy(() -> accounts().verify(token))
        .isInstanceOf(InvalidToken.class)
        .hasMessage(reason);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokensCarryTheClaims() {
    signUp(U1, "a@example.com");
    accounts().setClaims(U1, Map.of("plan", "pro", "epoch", 3L, "in", Map.of("a", true)));

    String claims =
        new String(
            Base64.getUrlDecoder().decode(signIn(U1).split("\\.", -1)[1]), StandardCharsets.UTF_8);

    assertThat(claims).contains("\"plan\":\"pro\"", "\"epoch\":3", "\"in\":{\"a\":true}");
  }

  @Test
  @Keeps("E14")
  void feedReportsEachDeletionUntilForgotten() {
    AtomicInteger notifications = new AtomicInteger();
    cloud.accounts().onDelete(notifications::incrementAndGet);
    signUp(U1, "a@example.com");

    accounts().delete(U1);
    accounts().delete(U1);

    assertThat(cloud.accounts().deletions(0, 10)).containsExactly(new AccountDeletion(1, U1));
    assertThat(notifications).hasValue(1);
    cloud.accounts().forgetDeletions(1);
    assertThat(cloud.accounts().deletions(0, 10)).isEmpty();
  }
}
