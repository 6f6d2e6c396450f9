package com.anykoma.privacy.usage.plan;

import java.util.Objects;

/**
 * A plan of {@code plans.yaml} (P7). Records store its name only, so a plan that was renamed or
 * removed there can still be read and written.
 *
 * @param rank the position in the file, from 0 for the lowest
 * @param isPaid whether subscribers pay for it, which protects their content
 */
public record Plan(String name, int rank, boolean isPaid) implements Comparable<Plan> {
  public Plan {
    Objects.requireNonNull(name);
  }

  @Override
  public int compareTo(Plan other) {
    return Integer.compare(rank, other.rank);
  }
}
