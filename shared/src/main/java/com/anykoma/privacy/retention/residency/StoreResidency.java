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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long one store keeps restorable what was deleted from it, at worst (P20, P28).
 *
 * @param what one sentence on what it holds
 * @param residues what each setting adds; none is negative, and what is missing adds nothing
 * @param disclosed the ground on which the store may exceed the bound, told to everybody (P21, C2)
 * @param source where the figures come from
 * @param checked when somebody last looked there
 */
public record StoreResidency(
    String name,
    String what,
    Map<RecoverySetting, Duration> residues,
    Optional<String> disclosed,
    String source,
    LocalDate checked) {
  /**
   * Ways by which data survives its delete, one residue after the other: a version that has had its
   * time is deleted, and may then be undeleted; and a backup made just before our delete may be
   * restored on its last day, so that what is then deleted again begins its time once more.
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
      throw new IllegalArgumentException("nothing is kept for a negative time");
    }
  }

  /** What one setting adds. */
  public Duration of(RecoverySetting residue) {
    return residues.getOrDefault(residue, Duration.ZERO);
  }

  /** From our delete until the last copy is gone, at worst. */
  public Duration window() {
    return CHAINS.stream().map(this::length).reduce(Duration.ZERO, StoreResidency::longer);
  }

  Duration length(List<RecoverySetting> chain) {
    return chain.stream().map(this::of).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The chains that last longer than {@code most}, each without the settings that add nothing. */
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

  /** Whether whoever shortens the other chain sees the settings of this one anyway. */
  private static boolean isWithin(List<RecoverySetting> chain, List<RecoverySetting> other) {
    return other.size() > chain.size() && other.containsAll(chain);
  }
}
