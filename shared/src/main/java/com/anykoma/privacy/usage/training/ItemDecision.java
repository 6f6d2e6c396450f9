package com.anykoma.privacy.usage.training;

import java.util.Objects;

/**
 * The gate's decision on one content item.
 *
 * @param item the path of the content beneath its owner's document, {@code prompts/p1}; else its
 *     whole path
 */
public record ItemDecision(String item, GateDecision decision) {
  public ItemDecision {
    Objects.requireNonNull(item);
    Objects.requireNonNull(decision);
  }
}
