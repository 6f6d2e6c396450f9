package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The subjects' data encryption keys, created on first use and stored wrapped in a separate
 * database (P16; decision 6). An instance caches unwrapped keys. Sealing always reads the database
 * first, so that it never uses a destroyed key; opening may use the cache for {@link #MAX_AGE}.
 */
public final class KeyService {
  /** The maximum time in which an instance still opens with a destroyed key (invariant 12). */
  public static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final Log LOG = Log.of(KeyService.class);
  private static final int PAGE = 100;
  private static final int MAX_ATTEMPTS = 8;

  private final WrappedKeys keys;
  private final SealMark mark;
  private final Aead kek;
  private final InstantSource clock;
  private final KeyCache cache;

  /**
   * @param keys the database of wrapped keys
   * @param kek the key-encryption key that wraps them
   */
  public KeyService(Documents keys, Aead kek, SubjectHash hash, InstantSource clock) {
    ConscryptGcmProvider.install();
    this.keys = new WrappedKeys(keys, hash);
    this.mark = new SealMark(hash);
    this.kek = kek;
    this.clock = clock;
    this.cache = new KeyCache(clock);
  }

  /** The mark that identifies sealed values without a key. */
  SealMark mark() {
    return mark;
  }

  /** The key to seal with; created once for all concurrent callers, unless it is destroyed. */
  DataEncryptionKey sealingKey(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    Instant readAt = clock.instant();
    Optional<Document> stored = keys.get(id);
    return cache.locked(
        id,
        () -> stored.map(it -> unwrapped(id, it, readAt)).orElseGet(() -> getOrCreate(id, readAt)));
  }

  /** The key to open with, from the cache while fresh; damaged, if none exists after a restore. */
  DataEncryptionKey openingKey(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    return cache.locked(id, () -> cache.fresh(id).orElseGet(() -> load(id)));
  }

  /**
   * The key to open data that {@code version} sealed. Reads the database if the cached key does not
   * have that version, because another instance may have rotated the key.
   */
  DataEncryptionKey openingKey(SubjectId subject, KeyClass keyClass, int version) {
    String id = keys.id(subject, keyClass);
    return cache.locked(
        id, () -> cache.fresh(id).filter(it -> it.hasVersion(version)).orElseGet(() -> load(id)));
  }

  /** The key to open with, always read from the database. */
  DataEncryptionKey reloadedOpeningKey(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    return cache.locked(id, () -> load(id));
  }

  private DataEncryptionKey load(String id) {
    Instant readAt = clock.instant();
    Document stored =
        keys.get(id)
            .orElseThrow(() -> new DamagedSeal("no key exists for sealed data: the key is lost"));
    return unwrapped(id, stored, readAt);
  }

  /** Reads again if another thread has cached the key since, to save a call of the KEK. */
  private DataEncryptionKey getOrCreate(String id, Instant readAt) {
    return Optional.of(id)
        .filter(cache::contains)
        .flatMap(keys::get)
        .map(it -> unwrapped(id, it, readAt))
        .orElseGet(() -> create(id, readAt));
  }

  private DataEncryptionKey create(String id, Instant readAt) {
    DataEncryptionKey key = DataEncryptionKey.generate(id);
    Bytes wrapped = wrap(id, key.keyset());
    if (keys.create(id, wrapped, clock.instant())) {
      return cache.put(key, wrapped, readAt);
    }
    return unwrapped(id, keys.get(id).orElseThrow(() -> new ContentionException(1)), readAt);
  }

  private DataEncryptionKey unwrapped(String id, Document stored, Instant readAt) {
    if (WrappedKeys.isDestroyed(stored)) {
      cache.remove(id);
      throw new KeyDestroyed();
    }
    Bytes wrapped = WrappedKeys.wrapped(stored);
    return cache
        .reuse(id, wrapped, readAt)
        .orElseGet(() -> cache.put(unwrap(id, wrapped), wrapped, readAt));
  }

  /** Adds a new key that seals from then on; data sealed with older keys still open. */
  public void rotate(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Instant readAt = clock.instant();
      Document stored = keys.get(id).orElseThrow(KeyDestroyed::new);
      KeysetHandle more = unwrapped(id, stored, readAt).withNewKey();
      if (keys.replace(stored, wrap(id, more), clock.instant())) {
        return;
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /** A page of key records, ordered by id; the first has no token. */
  Page<Document> page(Optional<String> token) {
    return keys.page(token, PAGE);
  }

  void rewrap(String id) {
    keys.get(id).ifPresent(this::rewrap);
  }

  /**
   * Wraps a key with the current version of the key-encryption key. Does not change sealed data or
   * destroyed keys. Idempotent. After a write conflict the record is read again, because another
   * instance may have rotated the key with the old version of the key-encryption key.
   *
   * @throws DamagedSeal if the key cannot be unwrapped; its record stays unchanged
   */
  void rewrap(Document read) {
    String id = read.path().id();
    Optional<Document> stored = Optional.of(read);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (stored.filter(it -> !WrappedKeys.isDestroyed(it)).isEmpty()
          || wrapAgain(id, stored.get()) == RewrapResult.DONE) {
        return;
      }
      stored = keys.get(id);
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  private enum RewrapResult {
    DONE,
    /** The record changed since it was read. */
    CONFLICT
  }

  private RewrapResult wrapAgain(String id, Document stored) {
    try {
      KeysetHandle keyset = unwrap(id, WrappedKeys.wrapped(stored)).keyset();
      return keys.replace(stored, wrap(id, keyset), clock.instant())
          ? RewrapResult.DONE
          : RewrapResult.CONFLICT;
    } catch (DamagedSeal e) {
      LOG.severe("alarm: a wrapped key cannot be unwrapped", LogField.KEY.of(id));
      throw e;
    }
  }

  private Bytes wrap(String id, KeysetHandle keyset) {
    try {
      return Bytes.of(
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              keyset, kek, associatedData(id), RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key-encryption key failed to wrap a key", e);
    }
  }

  private DataEncryptionKey unwrap(String id, Bytes wrapped) {
    try {
      return new DataEncryptionKey(
          id,
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped.toArray(), kek, associatedData(id), RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new DamagedSeal(
          "a wrapped key cannot be unwrapped: altered, moved, or wrapped by another key");
    }
  }

  /** Binds a wrapped key to its subject and class, which determine the id. */
  private static byte[] associatedData(String id) {
    return AssociatedData.of("key", "1", id);
  }
}
