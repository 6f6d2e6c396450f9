package com.anykoma.privacy.usage.training;

import java.util.Objects;

/**
 * The gate's decision on one content item.
 *
 * @param item collection and id of the content under its owner, {@code prompts/p1}
 */
public record ItemDecision(String item, GateDecision decision) {
  public ItemDecision {
    Objects.requireNonNull(item);
    Objects.requireNonNull(decision);
  }
}
