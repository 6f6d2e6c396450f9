package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Pages;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds objects of every generation in every bucket of the data map. */
final class BlobScan {
  private static final int PAGE = 100;

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
    for (String folder : folders) {
      scanNamed(folder + "/" + id, blob -> true);
    }
  }

  /** Finds the objects of this name, but not those in its folder that are made from others. */
  void scanItem(String name) {
    scanNamed(
        name,
        blob -> {
          List<BlobId> originals = dataMap.originalsOf(blob.id());
          return originals.isEmpty() || originals.contains(new BlobId(blob.id().bucket(), name));
        });
  }

  /**
   * Finds the object of this name and the objects in the folder of this name, in each bucket, but
   * not those whose names only start with it (E23). One result is enough: an object's own name
   * sorts before all longer names that start with it.
   */
  private void scanNamed(String name, Predicate<Blob> counts) {
    for (String bucket : buckets) {
      for (List<Blob> page :
          Pages.of(next -> blobs.listGenerations(bucket, name + "/", next, PAGE))) {
        Optional<Blob> first = page.stream().filter(counts).findFirst();
        first.ifPresent(this::found);
        if (first.isPresent()) {
          break;
        }
      }
      blobs.listGenerations(bucket, name, Optional.empty(), 1).items().stream()
          .filter(each -> each.id().name().equals(name))
          .forEach(this::found);
    }
  }

  private void found(Blob blob) {
    residue.add(dataMap.locationOf(blob.id()).map(Location::name).orElse(FoundResidue.UNLISTED));
  }
}
