package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /**
   * Destroys the key, be there one or not: no late writer makes another. Read back before it
   * returns. Safe to repeat, which changes nothing. {@link KeyService#MAX_AGE} later no instance
   * opens anything with it, however lately it had unwrapped it.
   */
  public void shred(SubjectId subject, KeyClass keyClass) {
    keys.destroy(keys.id(subject, keyClass), clock.instant());
    if (!isShredded(subject, keyClass)) {
      throw new IllegalStateException("a destroyed key is still there");
    }
  }

  /** Whether the subject has, or had, a key for what they make. */
  public boolean isMade(SubjectId subject) {
    return keys.get(keys.id(subject, KeyClass.CONTENT)).isPresent();
  }

  /** Whether the key is destroyed, and no other can take its place. */
  public boolean isShredded(SubjectId subject, KeyClass keyClass) {
    return keys.get(keys.id(subject, keyClass)).filter(WrappedKeys::isDestroyed).isPresent();
  }

  /** Of which of these subjects the key of what they made is destroyed, in one round trip. */
  public Set<SubjectId> shreddedAmong(Collection<SubjectId> subjects) {
    List<SubjectId> asked = List.copyOf(subjects);
    List<Optional<Document>> read =
        keys.get(asked.stream().map(each -> keys.id(each, KeyClass.CONTENT)).toList());
    return IntStream.range(0, read.size())
        .filter(i -> read.get(i).filter(WrappedKeys::isDestroyed).isPresent())
        .mapToObj(asked::get)
        .collect(Collectors.toSet());
  }

  /**
   * Destroys the keys of what the subjects of these tombstones made, where a restored backup has
   * brought them back.
   *
   * @return how many
   */
  public long shredAgain(Collection<String> tombstones) {
    List<String> ids = tombstones.stream().map(each -> keys.id(each, KeyClass.CONTENT)).toList();
    List<Optional<Document>> read = keys.get(ids);
    long again = 0;
    for (int i = 0; i < ids.size(); i++) {
      if (read.get(i).filter(WrappedKeys::isDestroyed).isEmpty()) {
        keys.destroy(ids.get(i), clock.instant());
        again++;
      }
    }
    return again;
  }
}
