package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.util.List;
import java.util.Optional;

/**
 * Checks that no file of a released copy that an order recalled remains, and that each copy has a
 * recall (P6). An empty file is a reservation without data.
 */
record RecalledCopies(Blobs blobs) {
  private static final String RELEASES = "releases";
  private static final String ITEMS = "releaseItems";
  private static final String RECALLS = "recalls";
  private static final int PAGE = 100;

  /** Adds a finding for the released copies, if the order names any. */
  void verify(RemovalOrder order, VerificationResult.Builder result) {
    List<String> copies = order.fields().strings("recalled");
    if (copies.stream().anyMatch(this::remains)) {
      result.addResidue(ITEMS);
    } else if (!copies.isEmpty()) {
      result.addGone(ITEMS);
    }
    if (copies.stream().anyMatch(each -> !isRecalled(each))) {
      result.addResidue(RECALLS);
    }
  }

  private boolean remains(String copy) {
    return blobs
        .listGenerations(RELEASES, "items/" + copy + ".", Optional.empty(), PAGE)
        .items()
        .stream()
        .anyMatch(each -> each.size() > 0);
  }

  private boolean isRecalled(String copy) {
    return blobs.stat(new BlobId(RELEASES, "recalls/" + copy + ".json")).isPresent();
  }
}
