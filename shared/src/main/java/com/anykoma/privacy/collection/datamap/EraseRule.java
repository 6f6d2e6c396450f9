package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import java.util.Objects;
import java.util.Optional;

/**
 * What erasing a person does to a location (P20, P23).
 *
 * @param ground why the data is not simply deleted; present exactly when it is not
 */
public record EraseRule(Action action, Optional<String> ground) {
  /** What is done. */
  public enum Action {
    DELETE,
    /** What names the person goes, the rest stays; that is not anonymous. */
    PSEUDONYMISE,
    RETAIN
  }

  public EraseRule {
    Objects.requireNonNull(action);
    ground.ifPresent(CertifiedText::ground);
    if ((action == Action.DELETE) == ground.isPresent()) {
      throw new IllegalArgumentException(
          "a ground is given when, and only when, data is not deleted");
    }
  }
}
