package com.anykoma.privacy.changes.policy;

import java.util.List;

/**
 * A contradiction of the privacy page. The register discloses it, and the product takes the strict
 * reading.
 *
 * @param readings of the page, two or more
 * @param strict the reading that the product takes
 * @param promises ids of the promises concerned
 * @param state whether the strict reading is kept
 */
public record Contradiction(
    List<String> readings, String strict, List<String> promises, Promise.State state) {
  public Contradiction {
    readings = List.copyOf(readings);
    promises = List.copyOf(promises);
    if (readings.size() < 2) {
      throw new IllegalArgumentException("a contradiction has at least two readings");
    }
  }
}
