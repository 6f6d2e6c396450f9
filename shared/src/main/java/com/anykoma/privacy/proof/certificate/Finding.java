package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.CertifiedText;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.proof.signature.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the second reader found in one place. It names nobody.
 *
 * @param place a location of the data map, or a store of {@code residency.yaml}
 * @param until when the copies are gone at the latest; present for pending and unreadable ones
 * @param ground why it is not gone; present unless it is
 */
public record Finding(
    String place, Status status, Optional<Instant> until, Optional<String> ground) {
  public Finding {
    CertifiedText.place(place);
    ground.ifPresent(CertifiedText::ground);
    boolean dated = status == Status.PENDING || status == Status.UNREADABLE;
    if (dated && until.isEmpty()) {
      throw new IllegalArgumentException("what is " + status.storedName() + " has a date");
    }
    if ((status == Status.GONE) == ground.isPresent()
        || (status == Status.GONE && until.isPresent())) {
      throw new IllegalArgumentException("what is not gone has a ground, and nothing else has one");
    }
  }

  /** Nothing is there. */
  public static Finding gone(String place) {
    return new Finding(place, Status.GONE, Optional.empty(), Optional.empty());
  }

  /** There are copies until then, which nobody can read when {@code unreadable}. */
  public static Finding until(String place, boolean unreadable, Instant until, String ground) {
    return new Finding(
        place,
        unreadable ? Status.UNREADABLE : Status.PENDING,
        Optional.of(until),
        Optional.of(ground));
  }

  /** It stays on this ground, until then if that is known. */
  public static Finding retained(String place, Optional<Instant> until, String ground) {
    return new Finding(place, Status.RETAINED, until, Optional.of(ground));
  }

  Map<String, Object> write() {
    Map<String, Object> members =
        new HashMap<>(Map.of("place", place, "status", status.storedName()));
    until.ifPresent(it -> members.put("until", it.toString()));
    ground.ifPresent(it -> members.put("ground", it));
    return members;
  }

  static Finding read(JsonValue said) {
    said.requireNames(Set.of("place", "status"), Set.of("until", "ground"));
    Status status =
        Status.of(said.requiredString("status"))
            .orElseThrow(() -> said.problem("status", "is none that is known"));
    try {
      return new Finding(
          said.requiredString("place"),
          status,
          said.string("until").map(it -> Statement.instant(said, "until")),
          said.string("ground"));
    } catch (IllegalArgumentException e) {
      throw said.problem("status", "is of no finding: " + e.getMessage());
    }
  }
}
