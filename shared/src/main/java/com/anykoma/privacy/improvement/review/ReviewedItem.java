package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.Sensitive;
import java.util.Map;
import java.util.Objects;

/**
 * An item as a reviewer sees it: without ids, paths, times and the owner's identifiers.
 *
 * @param texts the de-identified texts, by the field's name
 * @param withheld whether text is not shown because it cannot be de-identified reliably
 * @param mayHaveImage whether the item may have an image
 */
public record ReviewedItem(
    Sensitive<Map<String, String>> texts, boolean withheld, boolean mayHaveImage) {
  public ReviewedItem {
    Objects.requireNonNull(texts);
  }
}
