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
 * The independent verifier's finding for one place. Contains no identifiers.
 *
 * @param place a location of the data map, or a store of {@code residency.yaml}
 * @param until the latest time when copies are deleted; required for pending and unreadable ones
 * @param ground why data remain; absent exactly for the status {@code GONE}
 */
public record Finding(
    String place, Status status, Optional<Instant> until, Optional<String> ground) {
  public Finding {
    CertifiedText.place(place);
    ground.ifPresent(CertifiedText::ground);
    boolean dated = status == Status.PENDING || status == Status.UNREADABLE;
    if (dated && until.isEmpty()) {
      throw new IllegalArgumentException(
          "a finding of the status " + status.storedName() + " needs a date");
    }
    if ((status == Status.GONE) == ground.isPresent()
        || (status == Status.GONE && until.isPresent())) {
      throw new IllegalArgumentException(
          "a finding of the status gone has no ground and no date; any other needs a ground");
    }
  }

  /** No data were found. */
  public static Finding gone(String place) {
    return new Finding(place, Status.GONE, Optional.empty(), Optional.empty());
  }

  /** Copies may exist until this time; {@code unreadable} if their key is destroyed. */
  public static Finding until(String place, boolean unreadable, Instant until, String ground) {
    return new Finding(
        place,
        unreadable ? Status.UNREADABLE : Status.PENDING,
        Optional.of(until),
        Optional.of(ground));
  }

  /** Data are retained on this ground, until this time if it is known. */
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

  static Finding read(JsonValue json) {
    json.requireNames(Set.of("place", "status"), Set.of("until", "ground"));
    Status status =
        Status.of(json.requiredString("status"))
            .orElseThrow(() -> json.problem("status", "is unknown"));
    try {
      return new Finding(
          json.requiredString("place"),
          status,
          json.string("until").map(it -> Statement.instant(json, "until")),
          json.string("ground"));
    } catch (IllegalArgumentException e) {
      throw json.problem("status", "contradicts the finding: " + e.getMessage());
    }
  }
}
