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
 * Crypto-shredding: destroys a subject's key, which makes every copy of the data that it sealed
 * unreadable, backups included (P20; decision 6). It only needs the key database, so a service that
 * shreds cannot open any data.
 */
public final class ShreddingService {
  private final WrappedKeys keys;
  private final InstantSource clock;

  /** Destroys keys in the database of wrapped keys. */
  public ShreddingService(Documents keys, SubjectHash hash, InstantSource clock) {
    this.keys = new WrappedKeys(keys, hash);
    this.clock = clock;
  }

  /**
   * Destroys the key; if none exists, prevents its creation by a late writer. Verifies the result
   * by reading it back. Idempotent. Instances that cached the key can open data with it for at most
   * {@link KeyService#MAX_AGE} longer.
   */
  public void shred(SubjectId subject, KeyClass keyClass) {
    keys.destroy(keys.id(subject, keyClass), clock.instant());
    if (!isShredded(subject, keyClass)) {
      throw new IllegalStateException("a key is still readable after its destruction");
    }
  }

  /** Whether the subject has, or had, a key for content. */
  public boolean hasContentKey(SubjectId subject) {
    return keys.get(keys.id(subject, KeyClass.CONTENT)).isPresent();
  }

  /** Whether the key is destroyed and cannot be created again. */
  public boolean isShredded(SubjectId subject, KeyClass keyClass) {
    return keys.get(keys.id(subject, keyClass)).filter(WrappedKeys::isDestroyed).isPresent();
  }

  /** Those of the subjects whose content key is destroyed; one round trip. */
  public Set<SubjectId> shreddedAmong(Collection<SubjectId> subjects) {
    List<SubjectId> inOrder = List.copyOf(subjects);
    List<Optional<Document>> read =
        keys.get(inOrder.stream().map(each -> keys.id(each, KeyClass.CONTENT)).toList());
    return IntStream.range(0, read.size())
        .filter(i -> read.get(i).filter(WrappedKeys::isDestroyed).isPresent())
        .mapToObj(inOrder::get)
        .collect(Collectors.toSet());
  }

  /** Destroys the keys of these tombstones that a restored backup brought back; counts them. */
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
