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
 * Until when each store can still hold copies of what was removed: backups, versions, logs and
 * queues, which nobody can look into, so that this is what {@code residency.yaml} says (C2).
 */
public record RemainingCopies(Residency residency, DataMap dataMap) {
  /** Stores that hold people, but nothing of a single item. */
  private static final Set<String> OF_PEOPLE = Set.of("auth", "stripe", "keys");

  /** What can be left of something that was removed then. */
  List<Finding> of(Certificate.Kind kind, Instant removedAt) {
    return residency.stores().stream()
        .filter(RemainingCopies::holdsCopies)
        .filter(each -> kind == Certificate.Kind.ERASURE || !OF_PEOPLE.contains(each.name()))
        .map(each -> of(each, kind, removedAt))
        .toList();
  }

  /** A key-encryption key is no copy of anything. */
  private static boolean holdsCopies(StoreResidency store) {
    return !store.residues().keySet().equals(Set.of(RecoverySetting.KEY_DESTRUCTION));
  }

  private Finding of(StoreResidency store, Certificate.Kind kind, Instant removedAt) {
    if (store.window().isZero()) {
      return Finding.gone(store.name());
    }
    boolean isUnreadable = kind == Certificate.Kind.ERASURE && holdsSealedOnly(store.name());
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
                    .collect(Collectors.joining(", ", "restorable for a while: ", "")));
  }

  /** Whether all that the map names in the bucket of this name is sealed. */
  private boolean holdsSealedOnly(String bucket) {
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
