package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.residency.RecoverySetting;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreResidency;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When each store's copies of removed data expire: backups, versions, logs and queues (C2). These
 * copies cannot be read, so the dates come from {@code residency.yaml}.
 */
public record RemainingCopies(Residency residency, DataMap dataMap) {
  /** The store of the Realtime Database's copies. */
  private static final String REALTIME = "realtime";

  /** Stores with data about people, but none about single items. */
  private static final Set<String> OF_PEOPLE = Set.of("auth", "stripe", "keys", REALTIME);

  /**
   * @throws IllegalArgumentException if the data map has a location in the Realtime Database, for
   *     which {@code residency.yaml} has no store
   */
  public RemainingCopies {
    if (dataMap.usesRealtime()
        && residency.stores().stream().noneMatch(each -> each.name().equals(REALTIME))) {
      throw new IllegalArgumentException(
          "residency.yaml has no store '" + REALTIME + "' for the Realtime Database; add it");
    }
  }

  /** The findings for data that were removed at this time. */
  List<Finding> of(Certificate.Kind kind, Instant removedAt) {
    return residency.stores().stream()
        .filter(RemainingCopies::holdsCopies)
        .filter(each -> kind == Certificate.Kind.ERASURE || !OF_PEOPLE.contains(each.name()))
        .map(each -> of(each, kind, removedAt))
        .toList();
  }

  /** False for a store of key-encryption keys, which are not copies of data. */
  private static boolean holdsCopies(StoreResidency store) {
    return !store.residues().keySet().equals(Set.of(RecoverySetting.KEY_DESTRUCTION));
  }

  private Finding of(StoreResidency store, Certificate.Kind kind, Instant removedAt) {
    if (store.window().isZero()) {
      return Finding.gone(store.name());
    }
    boolean isUnreadable = kind == Certificate.Kind.ERASURE && holdsOnlySealed(store.name());
    return Finding.until(
        store.name(),
        isUnreadable,
        removedAt.plus(store.window()),
        isUnreadable ? "sealed under a key that is destroyed" : ground(store));
  }

  private static String ground(StoreResidency store) {
    return store
        .disclosed()
        .orElseGet(
            () ->
                Stream.of(RecoverySetting.values())
                    .filter(each -> !store.of(each).isZero())
                    .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .collect(Collectors.joining(", ", "restorable for a limited time: ", "")));
  }

  /** Whether all fields of the bucket's locations are always sealed. */
  private boolean holdsOnlySealed(String bucket) {
    List<Location> there =
        dataMap.locations().stream()
            .filter(each -> each.place() instanceof Place.Blobs in && in.bucket().equals(bucket))
            .toList();
    return !there.isEmpty()
        && there.stream()
            .flatMap(each -> each.fields().stream())
            .allMatch(each -> each.sealed() == Sealing.ALWAYS);
  }
}
