package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds a person's nodes in the Realtime Database, beneath and beside the data map's keys. */
record NodeScan(RealtimeDatabase realtime, DataMap dataMap, FoundResidue residue) {
  /** Finds the nodes whose key is the uid; the database cannot have some uids as keys. */
  void scanSubject(String uid) {
    if (!dataMap.usesRealtime() || !NodePath.isKey(uid)) {
      return;
    }
    Map<List<String>, String> parents = new LinkedHashMap<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Realtime place) {
        parents.put(place.path().leading(Map.of()), each.name()); // the person's id follows
      }
    }
    for (String top : realtime.keys(NodePath.ROOT)) {
      parents.putIfAbsent(List.of(top), FoundResidue.UNLISTED);
    }
    parents.forEach(
        (keys, place) -> {
          if (realtime.exists(new NodePath(keys).child(uid))) {
            residue.add(place);
          }
        });
  }
}
