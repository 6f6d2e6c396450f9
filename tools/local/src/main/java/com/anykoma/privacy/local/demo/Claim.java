package com.anykoma.privacy.local.demo;

import java.util.List;
import java.util.Objects;

/**
 * A sentence that the demo has checked against the stores.
 *
 * @param promises ids of the register, {@code P8} or {@code E2}, that break if it does not hold
 */
record Claim(List<String> promises, String sentence, boolean held) {
  Claim {
    promises = List.copyOf(promises);
    Objects.requireNonNull(sentence);
  }
}
