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
 * A key-encryption key in Cloud KMS. A {@link GeneralSecurityException} means that the ciphertext
 * was not encrypted with this key and associated data. Transient failures are a {@link
 * CloudFailure}, so that an outage is never mistaken for tampering.
 *
 * <p>A disabled or destroyed key version is also a {@link CloudFailure}: a disabled one can be
 * enabled again, a destroyed one can be restored for some time, and Cloud KMS returns the same
 * status for both.
 *
 * @see <a href="https://cloud.google.com/kms/docs/data-integrity-guidelines">Cloud KMS: verifying
 *     end-to-end data integrity</a>
 */
public final class KmsKek implements Aead, AutoCloseable {
  private static final String SYSTEM = "Cloud KMS";
  private static final String DAMAGED = "ANSWER_DAMAGED";

  /** Cloud KMS's limit for the plaintext and for the associated data. */
  private static final int MAX_BYTES = 64 * 1024;

  /** Shorter than the library's default of 54 seconds. */
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

  /** Opens the key of the subjects' keys, a crypto key's resource name, without a request. */
  public static KmsKek open(GoogleSettings settings) {
    return open(settings, settings.kek());
  }

  /** Opens the key-encryption key of the signing keys, without a request. */
  public static KmsKek openSigning(GoogleSettings settings) {
    return open(settings, settings.signingKek());
  }

  private static KmsKek open(GoogleSettings settings, Optional<String> name) {
    String key =
        name.filter(CryptoKeyName::isParsableFrom)
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "the key-encryption key must be set to"
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
   * @throws PermanentFailure when one of the two exceeds the limit of Cloud KMS
   */
  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
    requireSize(plaintext, "the plaintext");
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
   * @throws PermanentFailure when the associated data exceeds the limit of Cloud KMS
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
      // an empty response has an empty plaintext with the checksum 0, so check that the field is
      // set
      require(
          answer.hasPlaintextCrc32C() && answer.getPlaintextCrc32C().equals(checksum(plaintext)),
          "decrypt",
          DAMAGED);
      return plaintext;
    } catch (InvalidArgumentException e) {
      // no cause: its message quotes the key's name
      throw new GeneralSecurityException(
          "the ciphertext was not encrypted with this key and associated data");
    } catch (ApiException e) {
      throw failure("decrypt", e);
    }
  }

  private static void requireSize(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw new PermanentFailure(
          what + " is longer than the limit of Cloud KMS, " + MAX_BYTES + " bytes");
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
