package com.anykoma.privacy.protection.vault;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters.HashType;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A subject's unwrapped data encryption key (DEK): a Tink keyset of AES-256-GCM-HKDF streaming
 * keys. The newest key seals; all keys open. Each ciphertext has its own derived key, so that no
 * key and nonce pair repeats (invariant 11), however much a subject stores. {@code toString} does
 * not print the key.
 *
 * @see <a href="https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming">Tink's
 *     AES-GCM-HKDF streaming</a>
 */
final class DataEncryptionKey {
  /**
   * The size of the ciphertext segments that are authenticated together. Chosen by benchmark from 4
   * KiB to 1 MiB: within 5 % of the fastest for 1 MiB and within 15 % for 16 KiB
   * (docs/decisions/0019).
   */
  static final int SEGMENT_BYTES = 32 * 1024;

  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;

  /** One byte of header length, a salt as long as the key, and a nonce prefix of 7 bytes. */
  private static final int HEADER_BYTES = 1 + KEY_BYTES + 7;

  private static final AesGcmHkdfStreamingParameters PARAMETERS = parameters();

  private final String id;
  private final KeysetHandle keyset;
  private final StreamingAead aead;

  /** Holds the key of the record with this id, which contains no identifiers. */
  DataEncryptionKey(String id, KeysetHandle keyset) throws GeneralSecurityException {
    this.id = id;
    this.keyset = keyset;
    this.aead = keyset.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
  }

  private static AesGcmHkdfStreamingParameters parameters() {
    try {
      StreamingAeadConfig.register();
      return AesGcmHkdfStreamingParameters.builder()
          .setKeySizeBytes(KEY_BYTES)
          .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
          .setHkdfHashType(HashType.SHA256)
          .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink does not support AES-GCM-HKDF streaming", e);
    }
  }

  static DataEncryptionKey generate(String id) {
    try {
      return new DataEncryptionKey(
          id, KeysetHandle.generateNew(PARAMETERS, RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot generate a key with these parameters", e);
    }
  }

  /** A copy of the keyset with a new primary key, which seals from then on. */
  KeysetHandle withNewKey() {
    try {
      return KeysetHandle.newBuilder(keyset)
          .addEntry(
              KeysetHandle.generateEntryFromParameters(PARAMETERS).withRandomId().makePrimary())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot add a key to a keyset", e);
    }
  }

  /** The secret keyset, for wrapping. */
  KeysetHandle keyset() {
    return keyset;
  }

  /** The plaintext size for a ciphertext size, in bytes; negative if no ciphertext is so short. */
  static long plaintextSize(long sealedSize) {
    long segments = (sealedSize + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    return sealedSize - HEADER_BYTES - segments * TAG_BYTES;
  }

  String id() {
    return id;
  }

  /** The Tink key id of the key that seals. */
  int version() {
    return keyset.getPrimary().getId();
  }

  /** Whether the keyset contains this version. */
  boolean hasVersion(int version) {
    return entry(version).isPresent();
  }

  private Optional<KeysetHandle.Entry> entry(int version) {
    return IntStream.range(0, keyset.size())
        .mapToObj(keyset::getAt)
        .filter(each -> each.getId() == version)
        .findFirst();
  }

  /** The primitive that seals with the newest key; to open, it tries each key in turn. */
  StreamingAead aead() {
    return aead;
  }

  /** The primitive of one version, without the buffering that Tink needs to try several keys. */
  StreamingAead aead(int version) throws GeneralSecurityException {
    if (entry(version).map(KeysetHandle.Entry::getKey).orElse(null)
        instanceof AesGcmHkdfStreamingKey key) {
      return AesGcmHkdfStreaming.create(key);
    }
    throw new GeneralSecurityException("the keyset does not contain this key version");
  }

  @Override
  public String toString() {
    return "[data encryption key]";
  }
}
