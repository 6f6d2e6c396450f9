package com.anykoma.privacy.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.platform.Documents;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Crypto-shredding: destroys a subject's key, and with it every copy of what it sealed, in backups
 * too (P20; decision 6). It needs the database of keys and nothing else, so whoever shreds can open
 * nothing.
 */
public final class ShreddingService {
  private final WrappedKeys keys;
  private final InstantSource clock;

  /**
   * @param keys the database of wrapped keys
   */
  public ShreddingService(Documents keys, SubjectHash hash, InstantSource clock) {
    this.keys = new WrappedKeys(keys, hash);
    this.clock = clock;
  }

  /** A key that was destroyed. */
  public record Shredding(Instant destroyedAt) {
    /** From when on no instance opens anything with it, however lately it had unwrapped it. */
    public Instant unreadableBy() {
      return destroyedAt.plus(KeyService.MAX_AGE);
    }
  }

  /**
   * Destroys the key, be there one or not: no late writer makes another. Read back before it
   * returns. Safe to repeat, which changes nothing.
   */
  public Shredding shred(SubjectId subject, KeyClass keyClass) {
    String id = keys.id(subject, keyClass);
    keys.destroy(id, clock.instant());
    return keys.get(id)
        .filter(WrappedKeys::isDestroyed)
        .flatMap(WrappedKeys::destroyedAt)
        .map(Shredding::new)
        .orElseThrow(() -> new IllegalStateException("a destroyed key is still there"));
  }
}
