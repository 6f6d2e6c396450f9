package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds objects of every generation in every bucket of the data map. */
final class BlobScan {
  private final Blobs blobs;
  private final DataMap dataMap;
  private final FoundResidue residue;
  private final Set<String> buckets = new LinkedHashSet<>();
  private final Set<String> folders = new LinkedHashSet<>();

  BlobScan(Blobs blobs, DataMap dataMap, FoundResidue residue) {
    this.blobs = blobs;
    this.dataMap = dataMap;
    this.residue = residue;
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Blobs place) {
        buckets.add(place.bucket());
        each.folderOfPeople().ifPresent(folders::add);
      }
    }
  }

  /** Finds a person's objects: in every bucket, in every folder that the map gives to people. */
  void scanSubject(String id) {
    folders.forEach(folder -> scanNamed(folder + "/" + id));
  }

  /**
   * Finds the object of this name and the objects in the folder of this name, in each bucket, but
   * not those whose names only start with it (E23). One result is enough: an object's own name
   * sorts before all longer names that start with it.
   */
  void scanNamed(String name) {
    for (String bucket : buckets) {
      blobs.listGenerations(bucket, name + "/", Optional.empty(), 1).items().forEach(this::found);
      blobs.listGenerations(bucket, name, Optional.empty(), 1).items().stream()
          .filter(each -> each.id().name().equals(name))
          .forEach(this::found);
    }
  }

  private void found(Blob blob) {
    residue.add(dataMap.locationOf(blob.id()).map(Location::name).orElse(FoundResidue.UNLISTED));
  }
}
