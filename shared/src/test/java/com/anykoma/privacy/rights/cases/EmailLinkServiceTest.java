package com.anykoma.privacy.rights.cases;

import static com.anykoma.privacy.rights.cases.RecordedCases.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a link proves control of one address, once, for a day. */
@Keeps("P23")
final class EmailLinkServiceTest {
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com").orElseThrow();
  private static final EmailAddress MAX = EmailAddress.of("max@example.com").orElseThrow();

  @TempDir private Path directory;
  private World world;
  private EmailLinks links;

  @BeforeEach
  void open() {
    world = new World(directory);
    links = world.services.emailLinks(URI.create("https://example.com/privacy"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String token(EmailAddress address, String caseId) {
    Fields fields = Fields.empty().with("address", address.value().reveal());
    world.cloud.documents().set(OwnCollections.CASES.document(caseId), fields);
    return tokenOf(links.create(address, caseId));
  }

  private List<Document> stored() {
    return world.cloud.documents().find(Query.in(OwnCollections.EMAIL_LINKS));
  }

  @Test
  void linkHasTheTokenInItsFragmentOnly() {
    assertThat(links.create(ADA, "c1"))
        .matches("https://example\\.com/privacy/requests#[A-Za-z0-9_-]{43}");
  }

  @Test
  void tokenProvesTheAddressAndCaseOnce() {
    String token = token(ADA, "c1");

    assertThat(links.use(token)).contains(new EmailLinks.Proof(ADA, "c1"));
    assertThat(links.use(token)).isEmpty();
  }

  @Test
  void tokenIsValidForADay() {
    String early = token(ADA, "c1");
    String late = token(ADA, "c2");

    world.clock.advance(EmailLinkService.LIFETIME.minusNanos(1_000));
    assertThat(links.use(early)).isPresent();
    world.clock.advance(Duration.ofNanos(1_000));
    assertThat(links.use(late)).isEmpty();
  }

  @Test
  void newLinkReplacesTheEarlierOneOfItsCaseOnly() {
    String first = token(ADA, "c1");
    String other = token(ADA, "c2");
    String second = token(ADA, "c1");

    assertThat(links.use(first)).isEmpty();
    assertThat(links.use(second)).isPresent();
    assertThat(links.use(other)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "../cases/c1",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "\u0000",
        "https://example.com/privacy/requests#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void otherTextsProveNothing(String token) {
    String valid = token(ADA, "c1");

    assertThat(links.use(token)).isEmpty();
    assertThat(links.use(valid + " ")).isEmpty();
    assertThat(links.use(valid)).isPresent();
  }

  @Test
  void idsOfStoredRecordsAreNoTokens() {
    token(ADA, "c1");

    stored().forEach(each -> assertThat(links.use(each.path().id())).isEmpty());
  }

  @Test
  void storedRecordsContainNeitherTheAddressNorTheToken() {
    String token = token(ADA, "c1");

    assertThat(stored()).hasSize(3);
    assertThat(stored().toString())
        .doesNotContain("ada", "example.com", token, token.substring(0, 20));
    stored()
        .forEach(
            each ->
                assertThat(each.path().id() + each.fields().asMap())
                    .doesNotContain("ada@", "example.com", token));
  }

  @Test
  void ofAHundredUsesAtOnceOneSucceeds() {
    String token = token(ADA, "c1");
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<CompletableFuture<Optional<EmailLinks.Proof>>> uses =
          IntStream.range(0, 100)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> use(token), threads))
              .toList();

      assertThat(uses.stream().flatMap(it -> it.join().stream())).hasSize(1);
    } finally {
      threads.shutdown();
    }
    assertThat(links.use(token)).isEmpty();
  }

  private Optional<EmailLinks.Proof> use(String token) {
    try {
      return links.use(token);
    } catch (ContentionException e) {
      return Optional.empty(); // the caller gets an error and may repeat
    }
  }

  @Test
  void addressGetsTenLinksADay() {
    Set<String> tokens = new HashSet<>();
    IntStream.range(0, 10).forEach(i -> tokens.add(token(ADA, "c" + i)));

    String refused = links.create(ADA, "c0");

    assertThat(refused).isEqualTo("https://example.com/privacy/requests");
    assertThat(tokens).hasSize(10).allSatisfy(it -> assertThat(links.use(it)).isPresent());
    assertThat(links.create(MAX, "m")).contains("#");
    world.clock.advance(Duration.ofDays(1));
    assertThat(links.create(ADA, "c0")).contains("#");
  }

  @Test
  void caseWithoutItsAddressProvesNothing() {
    String token = token(ADA, "c1");
    world.cloud.documents().set(OwnCollections.CASES.document("c1"), Fields.empty());

    assertThat(links.use(token)).isEmpty();
  }

  @Test
  void recordsExpireAfterADay() {
    token(ADA, "c1");

    world.clock.advance(Duration.ofDays(1).plusHours(2));
    world.services.expiry().sweep(Instant.MAX);

    assertThat(stored()).isEmpty();
  }
}
