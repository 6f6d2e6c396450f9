package com.anykoma.privacy.improvement.corpus;

import com.anykoma.privacy.platform.BlobId;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of an item without what identifies its owner: no ids, paths, device data or exact times.
 *
 * @param id random, unrelated to the item's path
 * @param texts the de-identified text of each text field, by the field's name
 * @param image the stripped image, if the item has one
 */
public record DeidentifiedCopy(String id, Map<String, String> texts, Optional<BlobId> image) {
  public DeidentifiedCopy {
    texts = Map.copyOf(texts);
  }
}
