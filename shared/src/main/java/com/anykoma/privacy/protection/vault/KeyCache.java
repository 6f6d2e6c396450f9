package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Bytes;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An instance's cache of unwrapped keys. A key is fresh for {@link KeyService#MAX_AGE} after it was
 * last read from the database (invariant 12). Holds the {@value #MAX_KEYS} most recently used keys.
 */
final class KeyCache {
  private static final int MAX_KEYS = 1_000;
  private static final int LOCKS = 64;

  private final InstantSource clock;
  private final Cache<String, CachedKey> cached =
      CacheBuilder.newBuilder().maximumSize(MAX_KEYS).build();
  private final Object[] locks = new Object[LOCKS];

  KeyCache(InstantSource clock) {
    this.clock = clock;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * @param wrapped the wrapped form of {@code key}
   * @param readAt the time just before the database was read
   */
  private record CachedKey(DataEncryptionKey key, Bytes wrapped, Instant readAt) {}

  /** Runs {@code work} under this instance's lock for the key. */
  DataEncryptionKey locked(String id, Supplier<DataEncryptionKey> work) {
    synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) {
      return work.get();
    }
  }

  /** The key if it is fresh; otherwise removes it. */
  Optional<DataEncryptionKey> fresh(String id) {
    Instant now = clock.instant();
    Optional<CachedKey> found = Optional.ofNullable(cached.getIfPresent(id));
    if (found.filter(it -> isFresh(it, now)).isEmpty()) {
      cached.invalidate(id);
    }
    return found.filter(it -> isFresh(it, now)).map(CachedKey::key);
  }

  /** Also false if the clock was set back to before the read. */
  private static boolean isFresh(CachedKey key, Instant now) {
    return !now.isBefore(key.readAt()) && now.isBefore(key.readAt().plus(KeyService.MAX_AGE));
  }

  /** Whether the key is cached, fresh or not. */
  boolean contains(String id) {
    return cached.getIfPresent(id) != null;
  }

  /**
   * The cached key if its wrapped form equals {@code wrapped}; sets its read time to {@code
   * readAt}. The time can move back with the clock, so that the key does not count as fresh when
   * the clock reaches the earlier read time again.
   */
  Optional<DataEncryptionKey> reuse(String id, Bytes wrapped, Instant readAt) {
    return Optional.ofNullable(cached.getIfPresent(id))
        .filter(it -> it.wrapped().equals(wrapped))
        .map(it -> put(it.key(), wrapped, readAt));
  }

  DataEncryptionKey put(DataEncryptionKey key, Bytes wrapped, Instant readAt) {
    cached.put(key.id(), new CachedKey(key, wrapped, readAt));
    return key;
  }

  void remove(String id) {
    cached.invalidate(id);
  }
}
