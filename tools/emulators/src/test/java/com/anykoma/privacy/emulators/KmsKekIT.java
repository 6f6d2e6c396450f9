package com.anykoma.privacy.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.KekContract;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.KmsKek;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.crypto.tink.Aead;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the key in Cloud KMS: the contract, and that outages are not reported as tampering. */
@SuppressWarnings("NullAway.Init")
final class KmsKekIT extends KekContract {
  private static final String KEY =
      "projects/demo-a/locations/europe-west3/keyRings/r/cryptoKeys/k";
  private static final int LIMIT = 64 * 1024;
  private static final byte[] DEK = "a data encryption key".getBytes(UTF_8);
  private static final byte[] SUBJECT = "subject u1".getBytes(UTF_8);

  @TempDir Path directory;
  private final KmsFaults faults = new KmsFaults();
  private FakeKms kms;
  private KmsKek kek;

  @BeforeEach
  void open() {
    kms = start();
    kek = KmsKek.open(settings(Optional.of(KEY), kms.uri()));
  }

  @AfterEach
  void close() {
    kek.close();
    kms.close();
  }

  private FakeKms start() {
    return FakeKms.start(directory.resolve("kms.json"), faults);
  }

  private static GoogleSettings settings(Optional<String> key, URI endpoint) {
    return new GoogleSettings(
        "demo-a",
        "(default)",
        Optional.empty(),
        Map.of(),
        key,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(GoogleSettings.Service.KMS, endpoint),
        0);
  }

  @Override
  protected Aead kek() {
    return kek;
  }

  @Test
  @Keeps("P16")
  void anotherKeyCannotUnwrap() {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);

    try (KmsKek other = KmsKek.open(settings(Optional.of(KEY + "2"), kms.uri()))) {
      assertThatThrownBy(() -> other.decrypt(wrapped, SUBJECT))
          .isInstanceOf(GeneralSecurityException.class)
          .hasNoCause();
    }
  }

  @Test
  void fakeKeepsItsKeyAfterARestart() throws GeneralSecurityException {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);
    kms.close();
    kms = start();

    try (KmsKek again = KmsKek.open(settings(Optional.of(KEY), kms.uri()))) {
      assertThat(again.decrypt(wrapped, SUBJECT)).isEqualTo(DEK);
    }
  }

  @Test
  void unavailableServiceFailsWithinSeconds() {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);
    kms.close();
    long start = System.nanoTime();

    assertCloudFailure(() -> kek.decrypt(wrapped, SUBJECT));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void shortOutageIsRetried() throws GeneralSecurityException {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);
    faults.failNext(Status.UNAVAILABLE, 2);

    assertThat(kek.decrypt(wrapped, SUBJECT)).isEqualTo(DEK);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK", "INVALID_ARGUMENT", "UNAVAILABLE", "DEADLINE_EXCEEDED"},
      mode = EnumSource.Mode.EXCLUDE)
  @Keeps("E23")
  void otherErrorsAreNotTampering(Status.Code code) {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);
    Status status = Status.fromCode(code).withDescription("denied on " + KEY);

    faults.failNext(status, 1);
    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT)).hasMessageEndingWith(": " + code);
    faults.failNext(status, 1);
    assertCloudFailure(() -> kek.decrypt(wrapped, SUBJECT)).hasMessageEndingWith(": " + code);
  }

  @Test
  void damagedAnswerIsNeverUsed() {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);

    faults.alterEncrypted(it -> it.toBuilder().setCiphertext(flipped(it.getCiphertext())).build());
    faults.alterDecrypted(it -> it.toBuilder().setPlaintext(flipped(it.getPlaintext())).build());

    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT));
    assertCloudFailure(() -> kek.decrypt(wrapped, SUBJECT));
  }

  @Test
  void answerWithoutChecksumIsNeverUsed() {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);

    faults.alterEncrypted(it -> it.toBuilder().clearCiphertextCrc32C().build());
    faults.alterDecrypted(it -> it.toBuilder().clearPlaintextCrc32C().build());

    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT));
    assertCloudFailure(() -> kek.decrypt(wrapped, SUBJECT));
  }

  @Test
  void emptyAnswerIsNotAnEmptyKey() {
    byte[] wrapped = kek.encrypt(DEK, SUBJECT);

    faults.alterDecrypted(it -> DecryptResponse.getDefaultInstance());

    assertCloudFailure(() -> kek.decrypt(wrapped, SUBJECT));
  }

  @Test
  void unverifiedRequestChecksumsAreRefused() {
    faults.alterEncrypted(it -> it.toBuilder().setVerifiedPlaintextCrc32C(false).build());
    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT));

    faults.alterEncrypted(
        it -> it.toBuilder().setVerifiedAdditionalAuthenticatedDataCrc32C(false).build());
    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT));
  }

  @Test
  void ciphertextOfAnotherKeyIsNotReturned() {
    faults.alterEncrypted(it -> it.toBuilder().setName(KEY + "2/cryptoKeyVersions/1").build());

    assertCloudFailure(() -> kek.encrypt(DEK, SUBJECT));
  }

  @Test
  void associatedDataHaveAtMost64KiB() throws GeneralSecurityException {
    byte[] wrapped = kek.encrypt(DEK, new byte[LIMIT]);

    assertThat(kek.decrypt(wrapped, new byte[LIMIT])).isEqualTo(DEK);
    assertThatThrownBy(() -> kek.encrypt(DEK, new byte[LIMIT + 1]))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> kek.decrypt(wrapped, new byte[LIMIT + 1]))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> kek.encrypt(new byte[LIMIT + 1], SUBJECT))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("65536 bytes");
  }

  @Test
  void wrapsEmptyKeyAndEmptyData() throws GeneralSecurityException {
    byte[] noBytes = new byte[0];

    assertThat(kek.decrypt(kek.encrypt(noBytes, noBytes), noBytes)).isEmpty();
  }

  @Test
  void incompleteKeyNameIsRefused() {
    assertThatThrownBy(() -> KmsKek.open(settings(Optional.empty(), kms.uri())))
        .isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> KmsKek.open(settings(Optional.of("k"), kms.uri())))
        .isInstanceOf(PermanentFailure.class);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertCloudFailure(
      ThrowingCallable operation) {
    return assertThatThrownBy(operation)
        .isInstanceOf(CloudFailure.class)
        .hasNoCause()
        .hasMessageNotContaining(KEY);
  }

  private static ByteString flipped(ByteString bytes) {
    byte[] flipped = bytes.toByteArray();
    flipped[0] ^= 1;
    return ByteString.copyFrom(flipped);
  }
}
