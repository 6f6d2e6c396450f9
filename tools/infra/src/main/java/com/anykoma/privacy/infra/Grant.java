package com.anykoma.privacy.infra;

import java.util.Comparator;
import java.util.Objects;

/**
 * An IAM grant: one role of one principal on one resource.
 *
 * @param holder a function, account or agent by its name in {@code iam.yaml}, or {@code everybody}
 * @param role {@code roles/datastore.user}, or {@code custom/accountReader} for a custom role
 * @param target {@code project}, {@code database/main}, {@code topic/erase}, ...
 */
record Grant(String holder, String role, String target) implements Comparable<Grant> {
  Grant {
    Objects.requireNonNull(holder);
    Objects.requireNonNull(role);
    Objects.requireNonNull(target);
  }

  @Override
  public int compareTo(Grant other) {
    return Comparator.comparing(Grant::holder)
        .thenComparing(Grant::target)
        .thenComparing(Grant::role)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return holder + " has " + role + " on " + target;
  }
}
