package com.anykoma.privacy.proof.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.Base64Url;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Statement;
import com.anykoma.privacy.proof.signature.TestKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that certificates verify, and that altered or foreign ones are refused. */
@Tag("slow")
class CertificateTest {
  private static final Instant T = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant NOW = T.plus(Duration.ofDays(1));
  private static final String ORDER = "A".repeat(43) + "-1";

  private final TestKey key = new TestKey();
  private final byte[] firstKey = KeyRing.statement(1, key.x(), T.minusSeconds(60), key);
  private final KeyRing keys = KeyRing.of(List.of(firstKey));
  private final Certificate certificate = certificate(T);
  private final byte[] file = certificate.sign(key).file().toArray();

  private static Certificate certificate(Instant issuedAt) {
    return new Certificate(
        Certificate.Kind.ERASURE,
        ORDER,
        0,
        "account-deleted",
        T.minus(Duration.ofDays(2)),
        T.plus(Duration.ofDays(28)),
        issuedAt,
        "ab".repeat(32),
        List.of(
            Finding.gone("users"),
            Finding.retained("securityLogs", Optional.empty(), "abuse has to be traceable")),
        List.of(Finding.until("main", false, T.plus(Duration.ofDays(14)), "recovery, backups")),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void signedCertificateIsReadUnchanged() {
    Certificate read = Certificate.verified(file, keys, NOW);

    assertThat(read).isEqualTo(certificate);
    assertThat(read.lastCopyUntil()).contains(T.plus(Duration.ofDays(14)));
    assertThat(new String(file, StandardCharsets.UTF_8))
        .startsWith("{\"cause\":\"account-deleted\",\"copies\":[{\"ground\":")
        .endsWith("\"type\":\"certificate-of-erasure\",\"version\":1}");
  }

  @Test
  void equalCertificatesHaveEqualBytes() {
    assertThat(certificate.sign(key).file()).isEqualTo(certificate.sign(key).file());
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (int at = 0; at < file.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = file.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertRefused(flipped);
      }
    }
  }

  @Test
  void everyInsertedOrRemovedByteIsRefused() {
    for (int at = 0; at <= file.length; at++) {
      for (char more : new char[] {' ', '\n', '0', '"'}) {
        byte[] longer = new byte[file.length + 1];
        System.arraycopy(file, 0, longer, 0, at);
        longer[at] = (byte) more;
        System.arraycopy(file, at, longer, at + 1, file.length - at);
        assertRefused(longer);
      }
      assertRefused(Arrays.copyOf(file, at == file.length ? 0 : at));
    }
  }

  private void assertRefused(byte[] bad) {
    assertThatThrownBy(() -> Certificate.verified(bad, keys, NOW))
        .isInstanceOf(PermanentFailure.class)
        .message()
        .isNotEmpty();
  }

  @Test
  void alteredCertificateIsRefused() {
    assertRefused(text().replace("\"gone\"", "\"gonf\""), "altered");
    assertRefused(text().replace("2026-12-12", "2026-12-11"), "altered");
  }

  @Test
  void nonCanonicalFormIsRefused() {
    assertRefused(text() + "\n", "canonical");
    assertRefused(text().replace("{\"cause\"", "{ \"cause\""), "canonical");
    assertRefused(text().replace("\"version\":1", "\"version\":1.0"), "canonical");
    assertRefused(text().replace("users", "\\u0075sers"), "canonical");
    assertRefused(text().replace("{\"cause\"", "{\"cause\":\"a\",\"cause\""), "duplicate name");
    assertRefused(text().substring(0, 100), "too early");
  }

  @Test
  void foreignAndResignedCertificatesAreRefused() {
    TestKey foreign = new TestKey();
    byte[] resigned = certificate.sign(foreign).file().toArray();
    String underOurName =
        new String(resigned, StandardCharsets.UTF_8).replace(foreign.key(), key.key());

    assertRefused(new String(resigned, StandardCharsets.UTF_8), "was not published");
    assertRefused(underOurName, "altered");
  }

  @Test
  void futureCertificateIsRefused() {
    byte[] future = certificate(NOW.plus(Duration.ofMinutes(6))).sign(key).file().toArray();
    byte[] skewed = certificate(NOW.plus(Duration.ofMinutes(5))).sign(key).file().toArray();

    assertRefused(new String(future, StandardCharsets.UTF_8), "future");
    assertThat(Certificate.verified(skewed, keys, NOW).order()).isEqualTo(ORDER);
  }

  @Test
  void otherTypesAndVersionsAreRefused() {
    assertRefused(new String(firstKey, StandardCharsets.UTF_8), "not a certificate");
    assertRefused(text().replace("\"version\":1", "\"version\":2"), "version");
    assertRefused(text().replace("\"type\":\"certificate-of-erasure\",", ""), "'type' is missing");
    assertRefused("[]", "not an object");
    assertRefused("", "too early");
  }

  @Test
  void exchangedKindIsRefused() {
    assertRefused(text().replace("of-erasure", "of-purge"), "altered");
  }

  private String text() {
    return new String(file, StandardCharsets.UTF_8);
  }

  private void assertRefused(String bad, String why) {
    assertThat(bad).isNotEqualTo(text());
    assertThatThrownBy(() -> Certificate.verified(bad.getBytes(StandardCharsets.UTF_8), keys, NOW))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(why);
  }

  @Test
  void signedButInvalidCertificateIsRefused() {
    byte[] nonsense =
        Statement.sign("certificate-of-erasure", T, Map.of("order", "ada@example.com"), key);

    assertThatThrownBy(() -> Certificate.verified(nonsense, keys, NOW))
        .isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(
            () ->
                new Certificate(
                    Certificate.Kind.PURGE,
                    "ada@example.com",
                    0,
                    "deleted",
                    T,
                    T,
                    T,
                    "ab".repeat(32),
                    List.of(Finding.gone("users")),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Finding("users", Status.PENDING, Optional.empty(), Optional.of("a ground")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Finding("users", Status.GONE, Optional.empty(), Optional.of("a ground")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesAndGroundsRefuseOtherCharacters() {
    for (String odd :
        List.of(
            "\u001b[1A\u001b[2K",
            "a\nb",
            "\u202eabc",
            "\u009b2J",
            "a\u2028b",
            "x".repeat(201),
            "",
            " ")) {
      assertThatThrownBy(() -> Finding.retained("users", Optional.empty(), odd))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Finding.gone(odd)).isInstanceOf(IllegalArgumentException.class);
      for (String member : List.of("ground", "place")) {
        byte[] signed = signedWithFinding(member, odd);
        assertThatThrownBy(() -> Certificate.verified(signed, keys, NOW))
            .isInstanceOf(PermanentFailure.class)
            .hasMessageContaining("contradicts the finding: a " + member);
      }
    }
    assertThat(Certificate.verified(signedWithFinding("ground", "tax law"), keys, NOW).order())
        .isEqualTo(ORDER);
  }

  /** A certificate signed by us, with this member in its only finding. */
  private byte[] signedWithFinding(String member, String text) {
    Map<String, Object> finding =
        new HashMap<>(Map.of("place", "users", "status", "retained", "ground", "a ground"));
    finding.put(member, text);
    Map<String, @Nullable Object> members =
        new HashMap<>(Statement.read(file, "certificate-of-erasure").content().members());
    members.put("locations", List.of(finding));
    members.keySet().removeAll(Statement.ENVELOPE);
    return Statement.sign("certificate-of-erasure", T, members, key);
  }

  @Test
  void firstRoundHasNoPreviousCertificate() {
    assertThatThrownBy(
            () ->
                new Certificate(
                    certificate.kind(),
                    ORDER,
                    0,
                    "deleted",
                    T,
                    T,
                    T,
                    "ab".repeat(32),
                    certificate.locations(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.of("ab".repeat(32))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first round");
  }

  @Test
  void keyDatedInTheFutureIsRefused() {
    TestKey next = new TestKey();
    for (Duration ahead : List.of(Duration.ofMinutes(5), Duration.ofMinutes(6))) {
      KeyRing both =
          KeyRing.of(List.of(firstKey, KeyRing.statement(2, next.x(), NOW.plus(ahead), key)));
      if (ahead.toMinutes() == 5) {
        assertThat(Certificate.verified(file, both, NOW)).isEqualTo(certificate);
      } else {
        assertThatThrownBy(() -> Certificate.verified(file, both, NOW))
            .isInstanceOf(InvalidProof.class)
            .hasMessageContaining("public key 2 is dated in the future");
      }
    }
  }

  @Test
  void oldCertificateKeepsVerifyingAfterARotation() {
    TestKey next = new TestKey();
    Instant rotated = T.plus(Duration.ofDays(100));
    byte[] second = KeyRing.statement(2, next.x(), rotated, key);
    KeyRing both = KeyRing.of(List.of(firstKey, second));
    byte[] late = certificate(rotated.plus(Duration.ofHours(2))).sign(key).file().toArray();
    byte[] newer = certificate(rotated.plus(Duration.ofHours(2))).sign(next).file().toArray();
    Instant later = rotated.plus(Duration.ofDays(1));

    assertThat(Certificate.verified(file, both, later)).isEqualTo(certificate);
    assertThat(Certificate.verified(newer, both, later).order()).isEqualTo(ORDER);
    assertThatThrownBy(() -> Certificate.verified(late, both, later))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("replaced");
    assertThatThrownBy(
            () -> Certificate.verified(certificate(T).sign(next).file().toArray(), both, later))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("dated before the key");
  }

  @Test
  void publishedKeysAreReadUnchanged() {
    TestKey next = new TestKey();
    KeyRing both = KeyRing.of(List.of(firstKey, KeyRing.statement(2, next.x(), NOW, key)));

    KeyRing read = KeyRing.read(both.publish());

    assertThat(read.names()).containsExactly(key.key(), next.key());
    assertThat(read.root()).isEqualTo(key.key());
    assertThat(read.publish()).isEqualTo(both.publish());
  }

  @Test
  void everyFlippedBitOfThePublishedKeysIsRefused() {
    byte[] published = keys.publish();

    for (int at = 0; at < published.length; at++) {
      byte[] flipped = published.clone();
      flipped[at] ^= 1;
      assertThatThrownBy(() -> KeyRing.read(flipped)).isInstanceOf(PermanentFailure.class);
    }
  }

  @Test
  void keyNotSignedByThePreviousOneIsRefused() {
    TestKey foreign = new TestKey();
    List<byte[]> signedBySelf = List.of(firstKey, KeyRing.statement(2, foreign.x(), NOW, foreign));
    List<byte[]> skipping = List.of(firstKey, KeyRing.statement(3, foreign.x(), NOW, key));
    List<byte[]> backwards = List.of(firstKey, KeyRing.statement(2, foreign.x(), T, key));
    List<byte[]> earlier =
        List.of(firstKey, KeyRing.statement(2, foreign.x(), T.minus(Duration.ofDays(9)), key));
    List<byte[]> twice = List.of(firstKey, KeyRing.statement(2, key.x(), NOW, key));

    assertThat(KeyRing.of(backwards).names()).hasSize(2);
    for (List<byte[]> bad : List.of(signedBySelf, skipping, earlier, twice, List.<byte[]>of())) {
      assertThatThrownBy(() -> KeyRing.of(bad)).isInstanceOf(InvalidProof.class);
    }
  }

  @Test
  void keyNamesAreJwkThumbprints() {
    // RFC 8037, appendix A.3
    Bytes x =
        Bytes.of(Base64Url.read("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", 32, "the vector"));

    assertThat(KeyRing.name(x)).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }
}
