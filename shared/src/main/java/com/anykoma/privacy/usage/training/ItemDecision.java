package com.anykoma.privacy.usage.training;

import java.util.Objects;

/**
 * The gate's answer about one item of content.
 *
 * @param item its collection and id under its owner, {@code prompts/p1}
 */
public record ItemDecision(String item, GateDecision decision) {
  public ItemDecision {
    Objects.requireNonNull(item);
    Objects.requireNonNull(decision);
  }
}
