package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.Sensitive;
import java.util.Map;
import java.util.Objects;

/**
 * An item as a reviewer sees it: without ids, paths, times and the owner's identifiers.
 *
 * @param texts the de-identified texts, by the field's name, without those that stay risky
 * @param withheld whether no text is shown
 * @param mayHaveImage whether the item may have an image
 */
public record ReviewedItem(
    Sensitive<Map<String, String>> texts, boolean withheld, boolean mayHaveImage) {
  public ReviewedItem {
    Objects.requireNonNull(texts);
  }
}
