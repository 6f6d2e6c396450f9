package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the nodes of the Realtime Database that are outside every location of the data map, by
 * their keys from the root down to the first id of a location. Reads no values.
 */
final class NodeCensus {
  private static final String DATABASE = "realtime";

  private final RealtimeDatabase realtime;
  private final List<List<String>> fixed;
  private final List<UnlistedCollection> unlisted = new ArrayList<>();

  NodeCensus(RealtimeDatabase realtime, DataMap dataMap) {
    this.realtime = realtime;
    this.fixed =
        dataMap.locations().stream()
            .map(Location::place)
            .filter(Place.Realtime.class::isInstance)
            .map(each -> ((Place.Realtime) each).path().leading(Map.of()))
            .toList();
  }

  /** Reads the keys; reads none if the data map has no location there. */
  void run() {
    if (!fixed.isEmpty()) {
      descend(NodePath.ROOT);
    }
  }

  private void descend(NodePath path) {
    if (fixed.contains(path.keys())) {
      return; // ids follow
    }
    for (String key : realtime.keys(path)) {
      NodePath child = path.child(key);
      int depth = child.keys().size();
      boolean isListed =
          fixed.stream()
              .anyMatch(it -> it.size() >= depth && it.subList(0, depth).equals(child.keys()));
      if (isListed) {
        descend(child);
      } else {
        unlisted.add(new UnlistedCollection(DATABASE, String.join("/", child.keys()), 1));
      }
    }
  }

  List<UnlistedCollection> unlisted() {
    return List.copyOf(unlisted);
  }
}
