package com.anykoma.privacy.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.crypto.tink.Aead;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;

/**
 * Encrypts and decrypts for {@link FakeKms}. All key names share one key; the name is part of the
 * associated data, so that one name cannot decrypt the ciphertext of another.
 */
record KmsKeys(Aead aead) {
  private static final int MAX_BYTES = 64 * 1024;

  EncryptResponse encrypt(EncryptRequest request) {
    require(request.getPlaintext().size() <= MAX_BYTES);
    verify(request.hasPlaintextCrc32C(), request.getPlaintextCrc32C(), request.getPlaintext());
    ByteString data = request.getAdditionalAuthenticatedData();
    verify(
        request.hasAdditionalAuthenticatedDataCrc32C(),
        request.getAdditionalAuthenticatedDataCrc32C(),
        data);
    try {
      ByteString ciphertext =
          ByteString.copyFrom(
              aead.encrypt(
                  request.getPlaintext().toByteArray(), associatedData(request.getName(), data)));
      return EncryptResponse.newBuilder()
          .setName(request.getName() + "/cryptoKeyVersions/1")
          .setCiphertext(ciphertext)
          .setCiphertextCrc32C(checksum(ciphertext))
          .setVerifiedPlaintextCrc32C(request.hasPlaintextCrc32C())
          .setVerifiedAdditionalAuthenticatedDataCrc32C(
              request.hasAdditionalAuthenticatedDataCrc32C())
          .build();
    } catch (GeneralSecurityException e) {
      throw Status.INTERNAL.withCause(e).asRuntimeException();
    }
  }

  DecryptResponse decrypt(DecryptRequest request) {
    verify(request.hasCiphertextCrc32C(), request.getCiphertextCrc32C(), request.getCiphertext());
    ByteString data = request.getAdditionalAuthenticatedData();
    verify(
        request.hasAdditionalAuthenticatedDataCrc32C(),
        request.getAdditionalAuthenticatedDataCrc32C(),
        data);
    try {
      ByteString plaintext =
          ByteString.copyFrom(
              aead.decrypt(
                  request.getCiphertext().toByteArray(), associatedData(request.getName(), data)));
      return DecryptResponse.newBuilder()
          .setPlaintext(plaintext)
          .setPlaintextCrc32C(checksum(plaintext))
          .setUsedPrimary(true)
          .build();
    } catch (GeneralSecurityException e) {
      throw invalid();
    }
  }

  /** The key's name and the data, separated by a zero byte, which no name contains. */
  private static byte[] associatedData(String key, ByteString data) {
    require(data.size() <= MAX_BYTES);
    return ByteString.copyFrom(key + "\0", UTF_8).concat(data).toByteArray();
  }

  private static void verify(boolean given, Int64Value checksum, ByteString bytes) {
    require(!given || checksum.equals(checksum(bytes)));
  }

  private static void require(boolean valid) {
    if (!valid) {
      throw invalid();
    }
  }

  private static RuntimeException invalid() {
    return Status.INVALID_ARGUMENT
        .withDescription("Verify that 'name' refers to the correct CryptoKey.")
        .asRuntimeException();
  }

  private static Int64Value checksum(ByteString bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.asReadOnlyByteBuffer());
    return Int64Value.of(checksum.getValue());
  }
}
