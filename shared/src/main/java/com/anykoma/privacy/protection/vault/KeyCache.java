package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Bytes;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys that an instance has unwrapped, each no longer than {@link KeyService#MAX_AGE} after it
 * last asked the database for them (invariant 12). Holds the {@value #MAX_KEYS} used last.
 */
final class KeyCache {
  private static final int MAX_KEYS = 1_000;
  private static final int LOCKS = 64;

  private final InstantSource clock;
  private final Cache<String, Kept> kept = CacheBuilder.newBuilder().maximumSize(MAX_KEYS).build();
  private final Object[] locks = new Object[LOCKS];

  KeyCache(InstantSource clock) {
    this.clock = clock;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * @param wrapped what it was unwrapped from
   * @param asked before the database was asked for it
   */
  private record Kept(DataEncryptionKey key, Bytes wrapped, Instant asked) {}

  /** Runs {@code work} while nobody else of this instance does so for the same key. */
  DataEncryptionKey locked(String id, Supplier<DataEncryptionKey> work) {
    synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) {
      return work.get();
    }
  }

  /** The key if it is not too old to open with. */
  Optional<DataEncryptionKey> fresh(String id) {
    Instant now = clock.instant();
    Optional<Kept> found = Optional.ofNullable(kept.getIfPresent(id));
    if (found.filter(it -> isFresh(it, now)).isEmpty()) {
      kept.invalidate(id);
    }
    return found.filter(it -> isFresh(it, now)).map(Kept::key);
  }

  /** A clock that was set back makes a key old too. */
  private static boolean isFresh(Kept key, Instant now) {
    return !now.isBefore(key.asked()) && now.isBefore(key.asked().plus(KeyService.MAX_AGE));
  }

  /** Whether it knew the key, be it too old by now. */
  boolean holds(String id) {
    return kept.getIfPresent(id) != null;
  }

  /**
   * The key if it was unwrapped from just this, which makes it as old as {@code asked}: an earlier
   * time than before when the clock was set back, lest it be taken for fresh when that time comes
   * again.
   */
  Optional<DataEncryptionKey> known(String id, Bytes wrapped, Instant asked) {
    return Optional.ofNullable(kept.getIfPresent(id))
        .filter(it -> it.wrapped().equals(wrapped))
        .map(it -> keep(it.key(), wrapped, asked));
  }

  DataEncryptionKey keep(DataEncryptionKey key, Bytes wrapped, Instant asked) {
    kept.put(key.id(), new Kept(key, wrapped, asked));
    return key;
  }

  void forget(String id) {
    kept.invalidate(id);
  }
}
