package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for objects, of every generation, in every bucket that the data map names. */
final class BlobScan {
  private final Blobs blobs;
  private final DataMap dataMap;
  private final FoundResidue trace;
  private final Set<String> buckets = new LinkedHashSet<>();
  private final Set<String> folders = new LinkedHashSet<>();

  BlobScan(Blobs blobs, DataMap dataMap, FoundResidue trace) {
    this.blobs = blobs;
    this.dataMap = dataMap;
    this.trace = trace;
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Blobs place) {
        buckets.add(place.bucket());
        if (each.subject() instanceof SubjectLocator.InPath) {
          folders.add(String.join("/", place.path().leading(Map.of()))); // the person's id is next
        }
      }
    }
  }

  /**
   * Objects that belong to somebody: in each bucket in the folder of this name in every folder that
   * the map names for anybody's.
   */
  void ofSubject(String id) {
    folders.forEach(folder -> named(folder + "/" + id));
  }

  /**
   * Objects of this name, and those in the folder of this name, in each bucket; never a neighbour's
   * whose name begins alike (E23). An object's own name stands before all that begin with it.
   */
  void named(String name) {
    for (String bucket : buckets) {
      blobs.listGenerations(bucket, name + "/", Optional.empty(), 1).items().forEach(this::found);
      blobs.listGenerations(bucket, name, Optional.empty(), 1).items().stream()
          .filter(each -> each.id().name().equals(name))
          .forEach(this::found);
    }
  }

  private void found(Blob blob) {
    trace.add(dataMap.locationOf(blob.id()).map(Location::name).orElse(FoundResidue.UNLISTED));
  }
}
