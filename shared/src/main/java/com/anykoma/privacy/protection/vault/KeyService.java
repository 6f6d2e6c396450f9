package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
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
import java.util.logging.Logger;

/**
 * The subjects' keys: made on first use and kept wrapped in a database of their own (P16; decision
 * 6). A key is unwrapped once for as long as an instance keeps it; sealing always asks the database
 * first whether it is still there.
 */
public final class KeyService {
  /** How long an instance may open with a key that was destroyed meanwhile (invariant 12). */
  public static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final Logger LOG = Logger.getLogger(KeyService.class.getName());
  private static final int PAGE = 100;
  private static final int MAX_ATTEMPTS = 8;

  private final WrappedKeys keys;
  private final SealMark mark;
  private final Aead kek;
  private final InstantSource clock;
  private final KeyCache cache;

  /**
   * @param keys the database of wrapped keys
   * @param kek what wraps them
   */
  public KeyService(Documents keys, Aead kek, SubjectHash hash, InstantSource clock) {
    FastGcm.install();
    this.keys = new WrappedKeys(keys, hash);
    this.mark = new SealMark(hash);
    this.kek = kek;
    this.clock = clock;
    this.cache = new KeyCache(clock);
  }

  /** The mark by which sealed values are recognised without a key. */
  SealMark mark() {
    return mark;
  }

  /**
   * The key to seal with, made if there is none yet; of several makers at once all get the same.
   *
   * @throws KeyDestroyed when it is destroyed
   */
  DataEncryptionKey toSeal(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    Instant asked = clock.instant();
    Optional<Document> stored = keys.get(id);
    return cache.locked(
        id, () -> stored.map(it -> unwrapped(id, it, asked)).orElseGet(() -> made(id, asked)));
  }

  /**
   * The key to open with, as this instance knew it no longer ago than {@link #MAX_AGE}.
   *
   * @throws KeyDestroyed when it is destroyed
   * @throws DamagedSeal when there is none, which a restore of the keys may lead to
   */
  DataEncryptionKey toOpen(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    return cache.locked(id, () -> cache.fresh(id).orElseGet(() -> asked(id)));
  }

  /**
   * The same for what this version of the key sealed, which another instance may have made since
   * this one asked.
   */
  DataEncryptionKey toOpen(SubjectId subject, KeyClass keyClass, int version) {
    String id = keys.id(subject, keyClass);
    return cache.locked(
        id, () -> cache.fresh(id).filter(it -> it.hasVersion(version)).orElseGet(() -> asked(id)));
  }

  /** The key to open with as it is now, for what the one known before does not open. */
  DataEncryptionKey toOpenAnew(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    return cache.locked(id, () -> asked(id));
  }

  private DataEncryptionKey asked(String id) {
    Instant asked = clock.instant();
    Document stored =
        keys.get(id)
            .orElseThrow(() -> new DamagedSeal("there is no key for what is sealed: it is lost"));
    return unwrapped(id, stored, asked);
  }

  /** What another thread has made since is not made again: that would cost a call of the KEK. */
  private DataEncryptionKey made(String id, Instant asked) {
    return Optional.of(id)
        .filter(cache::holds)
        .flatMap(keys::get)
        .map(it -> unwrapped(id, it, asked))
        .orElseGet(() -> make(id, asked));
  }

  private DataEncryptionKey make(String id, Instant asked) {
    DataEncryptionKey key = DataEncryptionKey.make(id);
    Bytes wrapped = wrap(id, key.keyset());
    if (keys.create(id, wrapped, clock.instant())) {
      return cache.keep(key, wrapped, asked);
    }
    return unwrapped(id, keys.get(id).orElseThrow(() -> new ContentionException(1)), asked);
  }

  private DataEncryptionKey unwrapped(String id, Document stored, Instant asked) {
    if (WrappedKeys.isDestroyed(stored)) {
      cache.forget(id);
      throw new KeyDestroyed();
    }
    Bytes wrapped = WrappedKeys.wrapped(stored);
    return cache
        .known(id, wrapped, asked)
        .orElseGet(() -> cache.keep(unwrap(id, wrapped), wrapped, asked));
  }

  /** Seals with a new key from now on; what older ones sealed still opens. */
  public void rotate(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Instant asked = clock.instant();
      Document stored = keys.get(id).orElseThrow(KeyDestroyed::new);
      KeysetHandle more = unwrapped(id, stored, asked).withNewKey();
      if (keys.replace(stored, wrap(id, more), clock.instant())) {
        return;
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /**
   * A page of the records of keys, in the order of their ids.
   *
   * @param token where the page begins, as the page before told; empty for the first
   */
  Page<Document> page(Optional<String> token) {
    return keys.page(token, PAGE);
  }

  /** Wraps the key with this id again; see {@link #rewrap(Document)}. */
  void rewrap(String id) {
    keys.get(id).ifPresent(this::rewrap);
  }

  /**
   * Wraps a key again, under what the key-encryption key encrypts with by now; no data is touched.
   * A key that is destroyed stays so. Idempotent. The record is read again after a lost race,
   * because another instance may have rotated the key under the older key-encryption key.
   *
   * @throws DamagedSeal when it does not unwrap: it is left as it is
   */
  void rewrap(Document read) {
    String id = read.path().id();
    Optional<Document> stored = Optional.of(read);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (stored.filter(it -> !WrappedKeys.isDestroyed(it)).isEmpty()
          || wrapAgain(id, stored.get()) == Rewrapping.DONE) {
        return;
      }
      stored = keys.get(id);
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /** What became of an attempt to wrap a key again. */
  private enum Rewrapping {
    DONE,
    /** Another instance has changed the record since it was read. */
    OUTRUN
  }

  private Rewrapping wrapAgain(String id, Document stored) {
    try {
      KeysetHandle keyset = unwrap(id, WrappedKeys.wrapped(stored)).keyset();
      return keys.replace(stored, wrap(id, keyset), clock.instant())
          ? Rewrapping.DONE
          : Rewrapping.OUTRUN;
    } catch (DamagedSeal e) {
      LOG.severe("alarm: a wrapped key does not unwrap key=" + id);
      throw e;
    }
  }

  private Bytes wrap(String id, KeysetHandle keyset) {
    try {
      return Bytes.of(
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              keyset, kek, boundTo(id), RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key-encryption key did not wrap a key", e);
    }
  }

  private DataEncryptionKey unwrap(String id, Bytes wrapped) {
    try {
      return new DataEncryptionKey(
          id,
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped.toArray(), kek, boundTo(id), RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new DamagedSeal(
          "a wrapped key is not what the key-encryption key wrapped for this subject");
    }
  }

  /** The id stands for subject and class, so a key put in another's place never unwraps. */
  private static byte[] boundTo(String id) {
    return Binding.of("key", "1", id);
  }
}
