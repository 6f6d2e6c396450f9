package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts.InvalidToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Accounts} adapters. */
public abstract class AccountsContract {
  /** The adapter under test. */
  protected abstract Accounts accounts();

  /** Creates an account with a unique e-mail address. */
  protected abstract void signUp(SubjectId subject, String email);

  /** Signs in and returns the ID token. */
  protected abstract String signIn(SubjectId subject);

  /** A unique uid. */
  protected abstract String unique(String stem);

  /** Whether tokens are signed; those of the Firebase emulator are not. */
  protected boolean tokensAreSigned() {
    return true;
  }

  /** Waits until a new token gets a later time than all earlier ones, where times are coarse. */
  protected void letTokenTimesMove() {}

  private SubjectId u1;
  private SubjectId u10;

  @BeforeEach
  void chooseIds() {
    u1 = new SubjectId(unique("u1"));
    u10 = new SubjectId(u1.value() + "0");
  }

  @Test
  void absentAccountIsEmptyAndCannotBeChanged() {
    assertThat(accounts().get(u1)).isEmpty();
    assertThat(accounts().disable(u1)).isFalse();
    assertThat(accounts().revokeSessions(u1)).isFalse();
    assertThat(accounts().setClaims(u1, Map.of("plan", "pro"))).isFalse();
    accounts().delete(u1);
  }

  @Test
  void returnsAnAccount() {
    signUp(u1, "u1@example.com");

    Account account = accounts().get(u1).orElseThrow();

    assertThat(account.email().map(Sensitive::reveal)).hasValue("u1@example.com");
    assertThat(account.disabled()).isFalse();
    assertThat(account.claims()).isEmpty();
    assertThat(account.toString()).doesNotContain("example.com");
  }

  @Test
  @Keeps("P23")
  void findsTheAccountByItsWholeEmailAddress() {
    String email = u1.value().toLowerCase(Locale.ROOT) + "@mail.example.com";
    signUp(u1, email);
    signUp(u10, "x" + email);

    assertThat(accounts().withEmail(Sensitive.of(email)).map(Account::subject)).contains(u1);
    assertThat(accounts().withEmail(Sensitive.of(email.substring(1)))).isEmpty();
    assertThat(accounts().withEmail(Sensitive.of(email.replace('.', '%')))).isEmpty();

    accounts().disable(u1);
    assertThat(accounts().withEmail(Sensitive.of(email)).map(Account::subject)).contains(u1);

    accounts().delete(u1);
    assertThat(accounts().withEmail(Sensitive.of(email))).isEmpty();
  }

  @Test
  void verifiesATokenOfASignIn() {
    signUp(u1, "u1@example.com");

    Accounts.VerifiedToken token = accounts().verify(signIn(u1));

    assertThat(token.subject()).isEqualTo(u1);
    assertThat(token.signedInAt())
        .isAfterOrEqualTo(accounts().get(u1).orElseThrow().created().minusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b.c",
        "not a token",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.AAAA",
        "W10.W10.W10"
      })
  @Keeps("P17")
  void refusesMalformedTokensWithoutQuotingThem(String token) {
    assertThatThrownBy(() -> accounts().verify(token))
        .isInstanceOf(InvalidToken.class)
        .message()
        .doesNotContain("eyJ");
  }

  @Test
  @Keeps("P17")
  void refusesClaimsOfAnotherPersonUnderTheSignature() {
    assumeTrue(tokensAreSigned(), "these tokens have no signatures");
    signUp(u1, "u1@example.com");
    signUp(u10, "u10@example.com");
    String[] mine = signIn(u1).split("\\.", -1);
    String[] theirs = signIn(u10).split("\\.", -1);

    assertThatThrownBy(() -> accounts().verify(mine[0] + "." + theirs[1] + "." + mine[2]))
        .isInstanceOf(InvalidToken.class);
  }

  @Test
  @Keeps("E17")
  void refusesTokensOfADeletedAccount() {
    signUp(u1, "u1@example.com");
    String token = signIn(u1);

    accounts().delete(u1);
    accounts().delete(u1);

    assertThat(accounts().get(u1)).isEmpty();
    assertThatThrownBy(() -> accounts().verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  @Keeps("E17")
  void refusesTokensOfADisabledAccount() {
    signUp(u1, "u1@example.com");
    String token = signIn(u1);

    assertThat(accounts().disable(u1)).isTrue();
    assertThat(accounts().disable(u1)).isTrue();

    assertThat(accounts().get(u1).orElseThrow().disabled()).isTrue();
    assertThatThrownBy(() -> accounts().verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  @Keeps("E17")
  void revocationEndsOnlyEarlierSessions() {
    signUp(u1, "u1@example.com");
    String token = signIn(u1);
    letTokenTimesMove();

    assertThat(accounts().revokeSessions(u1)).isTrue();

    assertThatThrownBy(() -> accounts().verify(token)).isInstanceOf(InvalidToken.class);
    assertThat(accounts().verify(signIn(u1)).subject()).isEqualTo(u1);
  }

  @Test
  @Keeps("E23")
  void changesOnlyTheNamedAccount() {
    signUp(u1, "u1@example.com");
    signUp(u10, "u10@example.com");
    String token = signIn(u10);

    accounts().revokeSessions(u1);
    accounts().disable(u1);
    accounts().delete(u1);

    assertThat(accounts().verify(token).subject()).isEqualTo(u10);
  }

  @Test
  void replacesAllClaims() {
    signUp(u1, "u1@example.com");

    assertThat(accounts().setClaims(u1, Map.of("plan", "pro", "epoch", 3L))).isTrue();
    assertThat(accounts().setClaims(u1, Map.of("plan", "free"))).isTrue();

    assertThat(accounts().get(u1).orElseThrow().claims()).isEqualTo(Map.of("plan", "free"));
    assertThat(accounts().verify(signIn(u1)).subject()).isEqualTo(u1);
  }

  @Test
  void claimsKeepTheirTypes() {
    signUp(u1, "u1@example.com");
    Map<String, Object> claims =
        Map.of("plan", "pro", "epoch", 3L, "share", 0.5, "in", Map.of("list", List.of(true, 1L)));

    accounts().setClaims(u1, claims);

    assertThat(accounts().get(u1).orElseThrow().claims()).isEqualTo(claims);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "aud", "auth_time", "firebase"})
  @Keeps("P17")
  void refusesReservedClaimNames(String name) {
    signUp(u1, "u1@example.com");

    assertThatThrownBy(() -> accounts().setClaims(u1, Map.of(name, "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Keeps("E14")
  void getAllReturnsOnlyExistingAccounts() {
    SubjectId disabled = new SubjectId(unique("disabled"));
    SubjectId odd = new SubjectId(unique("a'b\"c%_,\u00e9"));
    SubjectId deleted = new SubjectId(unique("deleted"));
    signUp(u1, "u1@example.com");
    signUp(disabled, "disabled@example.com");
    signUp(odd, "odd@example.com");
    signUp(deleted, "deleted@example.com");
    accounts().disable(disabled);
    accounts().delete(deleted);
    SubjectId never = new SubjectId(unique("U1"));

    assertThat(accounts().getAll(List.of(u1, u10, disabled, odd, deleted, never, u1)))
        .containsOnlyKeys(u1, disabled, odd)
        .containsEntry(odd, accounts().get(odd).orElseThrow());
    assertThat(accounts().getAll(List.of(u10))).isEmpty();
    assertThat(accounts().getAll(List.of())).isEmpty();
  }

  @Test
  @Keeps("E14")
  void getAllAcceptsAtMostAHundred() {
    signUp(u1, "u1@example.com");
    List<SubjectId> most = new ArrayList<>(List.of(u1));
    for (int i = 1; i < 100; i++) {
      most.add(new SubjectId(unique("none" + i)));
    }

    assertThat(accounts().getAll(most)).containsOnlyKeys(u1);
    most.add(u10);
    assertThatThrownBy(() -> accounts().getAll(most)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Keeps("E14")
  void pagesListEveryAccountOnce() {
    List<SubjectId> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SubjectId subject = new SubjectId(unique("p" + i));
      all.add(subject);
      signUp(subject, "p" + i + "@example.com");
    }

    List<Account> paged = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<Account> page = accounts().list(token, 2);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      paged.addAll(page.items());
      token = page.next();
    } while (token.isPresent());

    assertThat(paged).extracting(Account::subject).containsAll(all).doesNotHaveDuplicates();
    assertThat(paged).contains(accounts().get(all.get(0)).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../", "__x__", "users/u1", "%2F", "\u00e9 \ud83d\ude00"})
  @Keeps({"E14", "E23"})
  void acceptsUidsThatAreNotDocumentIds(String odd) {
    SubjectId subject = new SubjectId(odd + unique("u") + odd);
    SubjectId next = new SubjectId(subject.value() + "z");
    signUp(subject, "odd@example.com");
    signUp(next, "next@example.com");

    assertThat(accounts().get(subject).orElseThrow().subject()).isEqualTo(subject);
    assertThat(accounts().getAll(List.of(subject, u1))).containsOnlyKeys(subject);
    assertThat(accounts().list(Optional.empty(), 1_000).items())
        .extracting(Account::subject)
        .contains(subject, next);
    assertThat(accounts().verify(signIn(subject)).subject()).isEqualTo(subject);
    assertThat(accounts().setClaims(subject, Map.of("plan", "pro"))).isTrue();
    assertThat(accounts().disable(subject)).isTrue();
    accounts().delete(subject);
    assertThat(accounts().get(subject)).isEmpty();
    assertThat(accounts().get(next)).isPresent();
  }
}
