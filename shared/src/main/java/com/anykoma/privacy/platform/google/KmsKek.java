package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.crypto.tink.Aead;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The key-encryption key in Cloud KMS. A {@link GeneralSecurityException} means that the wrapped
 * key is not what was wrapped for this associated data; everything that may pass is a {@link
 * CloudFailure}, so that an outage is never taken for tampering.
 *
 * <p>A key version that is disabled or destroyed is such a {@link CloudFailure} too: one can be
 * enabled again, the other be restored until its time is up, and Cloud KMS has one answer for both.
 *
 * @see <a href="https://cloud.google.com/kms/docs/data-integrity-guidelines">Cloud KMS: verifying
 *     end-to-end data integrity</a>
 */
public final class KmsKek implements Aead, AutoCloseable {
  private static final String SYSTEM = "Cloud KMS";
  private static final String DAMAGED = "ANSWER_DAMAGED";

  /** Cloud KMS' limit for a text and for associated data, each. */
  private static final int MAX_BYTES = 64 * 1024;

  /** The library's own would try for 54 seconds. */
  private static final RetrySettings RETRIES =
      RetrySettings.newBuilder()
          .setTotalTimeoutDuration(Duration.ofSeconds(5))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(2))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(2))
          .setInitialRetryDelayDuration(Duration.ofMillis(100))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(1))
          .build();

  private final KeyManagementServiceClient client;
  private final String key;

  private KmsKek(KeyManagementServiceClient client, String key) {
    this.client = client;
    this.key = key;
  }

  /**
   * The settings' key for what subjects make; nothing is sent yet.
   *
   * @throws PermanentFailure when none is set or its name is no crypto key's
   */
  public static KmsKek open(GoogleSettings settings) {
    return open(settings, settings.kek());
  }

  /** The settings' key for what signs; likewise. */
  public static KmsKek openSigning(GoogleSettings settings) {
    return open(settings, settings.signingKek());
  }

  private static KmsKek open(GoogleSettings settings, Optional<String> name) {
    String key =
        name.filter(CryptoKeyName::isParsableFrom)
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "the key-encryption key is not set to"
                            + " projects/P/locations/L/keyRings/R/cryptoKeys/K"));
    KeyManagementServiceSettings.Builder client = KeyManagementServiceSettings.newBuilder();
    client.encryptSettings().setRetrySettings(RETRIES);
    client.decryptSettings().setRetrySettings(RETRIES);
    GrpcEndpoint.set(
        client.getStubSettingsBuilder(),
        KeyManagementServiceSettings.defaultGrpcTransportProviderBuilder(),
        settings.endpoint(Service.KMS),
        Map.of());
    try {
      return new KmsKek(KeyManagementServiceClient.create(client.build()), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws PermanentFailure when one of the two is longer than Cloud KMS takes
   */
  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
    requireSize(plaintext, "what is to be encrypted");
    requireSize(associatedData, "the associated data");
    EncryptRequest request =
        EncryptRequest.newBuilder()
            .setName(key)
            .setPlaintext(ByteString.copyFrom(plaintext))
            .setPlaintextCrc32C(checksum(plaintext))
            .setAdditionalAuthenticatedData(ByteString.copyFrom(associatedData))
            .setAdditionalAuthenticatedDataCrc32C(checksum(associatedData))
            .build();
    try {
      return verified(client.encrypt(request));
    } catch (InvalidArgumentException e) {
      throw new PermanentFailure("Cloud KMS did not encrypt: INVALID_ARGUMENT");
    } catch (ApiException e) {
      throw failure("encrypt", e);
    }
  }

  private byte[] verified(EncryptResponse answer) {
    byte[] ciphertext = answer.getCiphertext().toByteArray();
    require(answer.getName().startsWith(key + "/cryptoKeyVersions/"), "encrypt", "OTHER_KEY_USED");
    require(
        answer.getVerifiedPlaintextCrc32C()
            && answer.getVerifiedAdditionalAuthenticatedDataCrc32C(),
        "encrypt",
        "REQUEST_NOT_VERIFIED");
    require(
        answer.hasCiphertextCrc32C() && answer.getCiphertextCrc32C().equals(checksum(ciphertext)),
        "encrypt",
        DAMAGED);
    return ciphertext;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PermanentFailure when the associated data are longer than Cloud KMS takes
   */
  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
    requireSize(associatedData, "the associated data");
    DecryptRequest request =
        DecryptRequest.newBuilder()
            .setName(key)
            .setCiphertext(ByteString.copyFrom(ciphertext))
            .setCiphertextCrc32C(checksum(ciphertext))
            .setAdditionalAuthenticatedData(ByteString.copyFrom(associatedData))
            .setAdditionalAuthenticatedDataCrc32C(checksum(associatedData))
            .build();
    try {
      DecryptResponse answer = client.decrypt(request);
      byte[] plaintext = answer.getPlaintext().toByteArray();
      // without the first, an answer that lost everything would pass: nothing has the checksum 0
      require(
          answer.hasPlaintextCrc32C() && answer.getPlaintextCrc32C().equals(checksum(plaintext)),
          "decrypt",
          DAMAGED);
      return plaintext;
    } catch (InvalidArgumentException e) {
      // no cause: its message quotes the key
      throw new GeneralSecurityException("the key-encryption key did not wrap this, or not for it");
    } catch (ApiException e) {
      throw failure("decrypt", e);
    }
  }

  private static void requireSize(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw new PermanentFailure(
          "Cloud KMS takes " + MAX_BYTES + " bytes at most; " + what + " has more");
    }
  }

  private static Int64Value checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Int64Value.of(checksum.getValue());
  }

  private static void require(boolean intact, String operation, String otherwise) {
    if (!intact) {
      throw new CloudFailure(SYSTEM, operation, otherwise);
    }
  }

  private static CloudFailure failure(String operation, ApiException error) {
    return new CloudFailure(SYSTEM, operation, error.getStatusCode().getCode().name());
  }

  @Override
  public void close() {
    client.close();
  }
}
