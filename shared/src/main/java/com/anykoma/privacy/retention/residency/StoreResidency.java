package com.anykoma.privacy.retention.residency;

import static com.anykoma.privacy.retention.residency.RecoverySetting.BACKUPS;
import static com.anykoma.privacy.retention.residency.RecoverySetting.KEY_DESTRUCTION;
import static com.anykoma.privacy.retention.residency.RecoverySetting.LAG;
import static com.anykoma.privacy.retention.residency.RecoverySetting.RECOVERY;
import static com.anykoma.privacy.retention.residency.RecoverySetting.RETENTION;
import static com.anykoma.privacy.retention.residency.RecoverySetting.SOFT_DELETE;
import static com.anykoma.privacy.retention.residency.RecoverySetting.VERSIONS;

import com.anykoma.privacy.CertifiedText;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The longest time for which a store keeps deleted data recoverable (P20, P28).
 *
 * @param what one sentence about the store's content
 * @param residues the duration of each setting; never negative, absent means zero
 * @param disclosed the published ground on which the store may exceed the deadline (P21, C2)
 * @param source source of the durations
 * @param checked when the source was last checked
 */
public record StoreResidency(
    String name,
    String what,
    Map<RecoverySetting, Duration> residues,
    Optional<String> disclosed,
    String source,
    LocalDate checked) {
  /**
   * The chains of settings through which data outlives its delete; the durations of a chain add up.
   * An expired version is deleted and can then be undeleted. A backup made just before our delete
   * can be restored on its last day; the data is then deleted again and its retention starts once
   * more.
   */
  private static final List<List<RecoverySetting>> CHAINS =
      List.of(
          List.of(LAG, VERSIONS, SOFT_DELETE, BACKUPS),
          List.of(LAG, RECOVERY, BACKUPS),
          List.of(LAG, RETENTION),
          List.of(LAG, KEY_DESTRUCTION));

  public StoreResidency {
    CertifiedText.place(name);
    disclosed.ifPresent(CertifiedText::ground);
    Objects.requireNonNull(what);
    Objects.requireNonNull(source);
    Objects.requireNonNull(checked);
    residues = Map.copyOf(residues);
    if (residues.values().stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("residues must not be negative");
    }
  }

  public Duration of(RecoverySetting residue) {
    return residues.getOrDefault(residue, Duration.ZERO);
  }

  /** From our delete until the store's last copy is deleted, at worst. */
  public Duration window() {
    return CHAINS.stream().map(this::length).max(Comparator.naturalOrder()).orElseThrow();
  }

  Duration length(List<RecoverySetting> chain) {
    return chain.stream().map(this::of).reduce(Duration.ZERO, Duration::plus);
  }

  /** The chains longer than {@code most}, each without the settings that add nothing. */
  List<List<RecoverySetting>> chainsLongerThan(Duration most) {
    List<List<RecoverySetting>> longer =
        CHAINS.stream()
            .filter(chain -> length(chain).compareTo(most) > 0)
            .map(chain -> chain.stream().filter(each -> !of(each).isZero()).toList())
            .distinct()
            .toList();
    return longer.stream()
        .filter(chain -> longer.stream().noneMatch(other -> isWithin(chain, other)))
        .toList();
  }

  /** Whether the other chain contains every setting of this one, so reporting it suffices. */
  private static boolean isWithin(List<RecoverySetting> chain, List<RecoverySetting> other) {
    return other.size() > chain.size() && other.containsAll(chain);
  }
}
