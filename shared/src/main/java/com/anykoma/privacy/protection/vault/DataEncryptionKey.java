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
 * A subject's data encryption key, unwrapped: a Tink keyset of AES-256-GCM-HKDF keys for streams,
 * the newest of which seals and all of which open. Every ciphertext has a key derived for it alone,
 * so no key and nonce meet twice (invariant 11), however much a subject stores. Never prints the
 * key.
 *
 * @see <a href="https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming">Tink's
 *     AES-GCM-HKDF streaming</a>
 */
final class DataEncryptionKey {
  /**
   * Bytes of ciphertext that are authenticated together. Of 4 KiB to 1 MiB, the one that is within
   * 5 % of the fastest for 1 MiB and within 15 % for 16 KiB (docs/decisions/0019).
   */
  static final int SEGMENT_BYTES = 32 * 1024;

  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;

  /** One byte of length, a salt as long as the key, and 7 bytes of nonce. */
  private static final int HEADER_BYTES = 1 + KEY_BYTES + 7;

  private static final AesGcmHkdfStreamingParameters PARAMETERS = parameters();

  private final String id;
  private final KeysetHandle keyset;
  private final StreamingAead aead;

  /**
   * @param id of the document that holds it wrapped; it names nobody
   */
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
      throw new IllegalStateException("Tink has AES-GCM-HKDF streaming", e);
    }
  }

  /** A new key. */
  static DataEncryptionKey make(String id) {
    try {
      return new DataEncryptionKey(
          id, KeysetHandle.generateNew(PARAMETERS, RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink makes keys of these parameters", e);
    }
  }

  /** The keyset with one more key, which seals from now on. */
  KeysetHandle withNewKey() {
    try {
      return KeysetHandle.newBuilder(keyset)
          .addEntry(
              KeysetHandle.generateEntryFromParameters(PARAMETERS).withRandomId().makePrimary())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink can add a key to a keyset", e);
    }
  }

  /** The secret itself, to be wrapped. */
  KeysetHandle keyset() {
    return keyset;
  }

  /** How many bytes a ciphertext of so many bytes holds; negative when it is none of ours. */
  static long plainSize(long sealedSize) {
    long segments = (sealedSize + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    return sealedSize - HEADER_BYTES - segments * TAG_BYTES;
  }

  /** The id of the document that holds it wrapped. */
  String id() {
    return id;
  }

  /** Which of the keyset's keys seals. */
  int version() {
    return keyset.getPrimary().getId();
  }

  /** Whether it opens what this version sealed. */
  boolean hasVersion(int version) {
    return entry(version).isPresent();
  }

  private Optional<KeysetHandle.Entry> entry(int version) {
    return IntStream.range(0, keyset.size())
        .mapToObj(keyset::getAt)
        .filter(each -> each.getId() == version)
        .findFirst();
  }

  /** What seals with the newest of the keyset's keys and opens with each in turn. */
  StreamingAead aead() {
    return aead;
  }

  /**
   * What opens with just one of the keyset's keys, without the copy of the beginning that trying
   * one after another needs.
   *
   * @throws GeneralSecurityException when the keyset has no such key
   */
  StreamingAead aead(int version) throws GeneralSecurityException {
    if (entry(version).map(KeysetHandle.Entry::getKey).orElse(null)
        instanceof AesGcmHkdfStreamingKey key) {
      return AesGcmHkdfStreaming.create(key);
    }
    throw new GeneralSecurityException("the keyset has no such key");
  }

  @Override
  public String toString() {
    return "[subject key]";
  }
}
