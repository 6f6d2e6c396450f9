package com.anykoma.privacy.protection.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.usage.plan.Concurrently;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the keys that sign certificates and the audit log. */
@Keeps({"P20", "P23"})
@Tag("slow")
class SigningServiceTest {
  private static final Instant T = Instant.parse("2026-11-28T10:00:00Z");
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final byte[] MESSAGE = "a statement".getBytes(UTF_8);

  private final SettableClock clock = new SettableClock(T);
  private EmbeddedCloud cloud;
  private EvidenceStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    store = new EvidenceStore(cloud.blobs());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** A service as another function instance has it. */
  private SigningService instance() {
    return new SigningService(store, cloud::signingKek, clock);
  }

  private KeyRing ring() {
    return store.keyRing().orElseThrow();
  }

  private Certificate certificate() {
    return new Certificate(
        Certificate.Kind.ERASURE,
        "A".repeat(43) + "-1",
        0,
        "account-deleted",
        T,
        T.plus(Duration.ofDays(28)),
        clock.instant(),
        "ab".repeat(32),
        List.of(Finding.gone("users")),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private byte[] signed(SigningService by) {
    return certificate().sign(by.signer()).file().toArray();
  }

  private void assertVerifies(byte[] certificate) {
    assertThat(Certificate.verified(certificate, ring(), clock.instant()).kind())
        .isEqualTo(Certificate.Kind.ERASURE);
  }

  private List<String> files() {
    List<String> names = new ArrayList<>();
    for (String folder : List.of("keys/", "signing/")) {
      cloud.blobs().list(EvidenceStore.BUCKET, folder, Optional.empty(), 100).items().stream()
          .map(it -> it.id().name())
          .forEach(names::add);
    }
    return names;
  }

  private void replace(String name, byte[] bytes) throws IOException {
    BlobId id = new BlobId(EvidenceStore.BUCKET, name);
    cloud.blobs().deleteEveryGeneration(id);
    cloud
        .blobs()
        .write(
            id, "application/octet-stream", Map.of(), OptionalLong.of(0), out -> out.write(bytes));
  }

  @Test
  void createsNoKeyBeforeFirstUse() {
    instance();

    assertThat(files()).isEmpty();
    assertThat(store.keyRing()).isEmpty();
    assertThat(cloud.counts().of("signing-kek.encrypt")).isZero();
  }

  @Test
  void firstUseCreatesAKeyAndPublishesThePublicKey() {
    Signer signer = instance().signer();

    assertThat(files()).containsExactly("keys/00000001.json", "signing/00000001");
    assertThat(ring().names()).containsExactly(signer.key());
    assertThat(ring().root()).isEqualTo(signer.key());
    assertThat(instance().signer().key()).isEqualTo(signer.key());
    assertThat(signer).hasToString("[signing key]");
    assertVerifies(signed(instance()));
  }

  @Test
  @Keeps("E8")
  void concurrentFirstUsesGetTheSameKey() throws InterruptedException {
    Callable<String> use = () -> instance().signer().key();

    List<String> names = Concurrently.run(Collections.nCopies(8, use));

    assertThat(names).hasSize(8).containsOnly(ring().root());
    assertThat(files()).containsExactly("keys/00000001.json", "signing/00000001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "write"})
  void slowerFirstUseGetsTheExistingKey(String overtaken) {
    String[] first = {""};
    Blobs blobs =
        InterceptedPorts.runBefore(
            Blobs.class, cloud.blobs(), overtaken, () -> first[0] = instance().signer().key());

    String second =
        new SigningService(new EvidenceStore(blobs), cloud::signingKek, clock).signer().key();

    assertThat(second).isEqualTo(first[0]).isEqualTo(ring().root());
    assertThat(files()).hasSize(2);
  }

  @Test
  @Keeps("E28")
  void interruptedFirstUseIsCompleted() {
    Blobs losesAnswer = InterceptedPorts.loseFirstResponse(Blobs.class, cloud.blobs(), "write");
    SigningService broken =
        new SigningService(new EvidenceStore(losesAnswer), cloud::signingKek, clock);
    assertThatThrownBy(broken::signer).hasMessage("the connection broke");
    assertThat(files()).containsExactly("signing/00000001");

    String name = instance().signer().key();

    assertThat(ring().names()).containsExactly(name);
    assertThat(broken.signer().key()).isEqualTo(name);
    assertVerifies(signed(broken));
  }

  @Test
  void newKeySignsAndOldSignaturesStayValid() {
    SigningService signing = instance();
    byte[] old = signed(signing);
    String first = signing.signer().key();
    clock.advance(Duration.ofDays(90));

    signing.rotate();

    String second = signing.signer().key();
    assertThat(second).isNotEqualTo(first);
    assertThat(ring().names()).containsExactly(first, second);
    assertThat(ring().root()).isEqualTo(first);
    byte[] fresh = signed(signing);
    assertThat(CanonicalJson.read(fresh).requiredObject("signature").requiredString("key"))
        .isEqualTo(second);
    assertVerifies(old);
    assertVerifies(fresh);
    clock.advance(Duration.ofDays(3_650));
    assertVerifies(old);
    assertThat(instance().signer().key()).isEqualTo(second);
  }

  @Test
  void rotatesRepeatedly() {
    SigningService signing = instance();
    List<byte[]> signed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      signed.add(signed(signing));
      clock.advance(Duration.ofDays(90));
      signing.rotate();
    }

    assertThat(ring().names()).hasSize(13).doesNotHaveDuplicates();
    signed.forEach(this::assertVerifies);
  }

  @Test
  void otherInstanceUsesTheNewKeyWithinFiveMinutes() {
    SigningService one = instance();
    SigningService other = instance();
    String first = other.signer().key();
    clock.advance(Duration.ofSeconds(1));
    one.rotate();
    Instant cachedAt = T;

    assertThat(one.signer().key()).isNotEqualTo(first);
    clock.set(cachedAt.plus(Duration.ofMinutes(5)).minus(TICK));
    assertThat(other.signer().key()).isEqualTo(first);
    // until then it signs with the old key, which stays valid
    assertVerifies(signed(other));
    clock.set(cachedAt.plus(Duration.ofMinutes(5)));
    assertThat(other.signer().key()).isEqualTo(one.signer().key());
    assertVerifies(signed(other));
  }

  @Test
  void cachesForFiveMinutesUnlessTheClockIsSetBack() {
    SigningService signing = instance();
    String name = signing.signer().key();
    cloud.counts().reset();

    for (int i = 0; i < 100; i++) {
      assertThat(signing.signer().key()).isEqualTo(name);
    }
    assertThat(cloud.counts().snapshot()).isEmpty();
    clock.set(T.minus(TICK));

    assertThat(signing.signer().key()).isEqualTo(name);
    assertThat(cloud.counts().snapshot()).containsEntry("blobs.list", 1L);
  }

  @Test
  @Keeps("E8")
  void concurrentRotationsKeepTheRingValid() throws InterruptedException {
    byte[] old = signed(instance());
    clock.advance(Duration.ofDays(90));
    Callable<Boolean> rotation =
        () -> {
          try {
            instance().rotate();
            return true;
          } catch (InvalidProof e) {
            return false; // the new key already existed
          }
        };

    List<Boolean> done = Concurrently.run(Collections.nCopies(8, rotation));

    assertThat(done).contains(true);
    assertThat(ring().names()).hasSize(2);
    assertVerifies(old);
    assertVerifies(signed(instance()));
  }

  @Test
  void refusesRotationWithAClockThatIsBehind() {
    SigningService signing = instance();
    byte[] old = signed(signing);
    for (Instant each : List.of(T, T.minusSeconds(30))) {
      clock.set(each);

      assertThatThrownBy(() -> instance().rotate())
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("not in order");

      assertThat(ring().names()).hasSize(1);
    }
    clock.set(T.plus(TICK));
    instance().rotate();
    assertThat(ring().names()).hasSize(2);
    assertVerifies(old);
  }

  @Test
  void rejectsAWrappedKeyUnderAnotherNumber() throws IOException {
    SigningService signing = instance();
    signing.signer().key();
    clock.advance(Duration.ofDays(1));
    signing.rotate();
    byte[] first = store.signingKey(1).orElseThrow().toArray();
    replace("signing/00000002", first);

    assertThatThrownBy(() -> instance().signer())
        .isInstanceOf(DamagedSeal.class)
        .hasMessageContaining("cannot be unwrapped");
  }

  @Test
  void rejectsAWrappedKeyWithAFlippedBit() throws IOException {
    instance().signer().key();
    byte[] wrapped = store.signingKey(1).orElseThrow().toArray();
    for (int at = 0; at < wrapped.length; at++) {
      byte[] altered = wrapped.clone();
      altered[at] ^= 1;
      replace("signing/00000001", altered);

      assertThatThrownBy(() -> signed(instance())).isInstanceOf(DamagedSeal.class);
    }
  }

  @Test
  void rejectsAKeyWrappedByAnotherKek(@TempDir Path other) {
    instance().signer().key();
    try (EmbeddedCloud elsewhere = EmbeddedCloud.open(other, clock)) {
      for (Supplier<Aead> each : List.<Supplier<Aead>>of(elsewhere::signingKek, cloud::kek)) {
        assertThatThrownBy(() -> new SigningService(store, each, clock).signer())
            .isInstanceOf(DamagedSeal.class);
      }
    }
    assertThat(ring().names()).hasSize(1);
  }

  @Test
  void lostWrappedKeyIsNotReplaced() {
    instance().signer().key();
    cloud.blobs().deleteEveryGeneration(new BlobId(EvidenceStore.BUCKET, "signing/00000001"));

    assertThatThrownBy(() -> instance().signer())
        .isInstanceOf(DamagedSeal.class)
        .hasMessageContaining("lost");

    assertThat(ring().names()).hasSize(1);
    assertThat(files()).containsExactly("keys/00000001.json");
  }

  @Test
  void storesOnlyWrappedKeysAndMessagesShowNone() {
    Signer signer = instance().signer();

    assertThat(cloud.counts().of("signing-kek.encrypt")).isEqualTo(1);
    assertThat(cloud.counts().snapshot().keySet()).noneMatch(it -> it.startsWith("kek."));
    assertThat(store.signingKey(1).orElseThrow()).asString().startsWith("[");
    assertThat(String.valueOf(signer)).doesNotContain(signer.key());
  }

  @Test
  void jdkVerifiesSignaturesWithThePublishedKey() throws GeneralSecurityException {
    Signer signer = instance().signer();
    byte[] signature = signer.sign(MESSAGE);

    assertThat(signature).hasSize(64);
    assertThat(verifies(published(1), MESSAGE, signature)).isTrue();
    assertThat(verifies(published(1), "another statement".getBytes(UTF_8), signature)).isFalse();
    assertThat(signer.sign(MESSAGE)).isEqualTo(signature);
    byte[] certificate = signed(instance());
    JsonValue statement = CanonicalJson.read(certificate);
    byte[] value =
        Base64.getUrlDecoder()
            .decode(statement.requiredObject("signature").requiredString("value"));
    assertThat(verifies(published(1), CanonicalJson.of(statement.without("signature")), value))
        .isTrue();
  }

  private JsonValue published(int number) {
    return CanonicalJson.read(store.publicKeys().get(number - 1));
  }

  /** RFC 8032: little-endian y, and in the last bit whether x is odd. */
  private static boolean verifies(JsonValue jwk, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    byte[] x = Base64.getUrlDecoder().decode(jwk.requiredString("x"));
    assertThat(x).hasSize(32);
    assertThat(jwk.requiredString("kty")).isEqualTo("OKP");
    assertThat(jwk.requiredString("crv")).isEqualTo("Ed25519");
    boolean isOdd = (x[31] & 0x80) != 0;
    byte[] y = new byte[32];
    for (int i = 0; i < 32; i++) {
      y[i] = x[31 - i];
    }
    y[0] &= 0x7f;
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, y))));
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initVerify(key);
    ed25519.update(message);
    return ed25519.verify(signature);
  }
}
