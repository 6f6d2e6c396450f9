package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.improvement.release.Recall;
import com.anykoma.privacy.improvement.release.ReleaseStore;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.services.Services;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./run recall}: lists the recalls, and checks that the recalled copies are deleted. */
@Command(
    name = "recall",
    description =
        "Lists the released copies that trainers have to forget, and checks the recalls'"
            + " signatures and that the copies are deleted. Exit code 1 if one is left.",
    mixinStandardHelpOptions = true)
public final class RecallCommand implements Callable<Integer> {
  private static final int LEFT = 1;

  @Mixin private AnswerOption answer = new AnswerOption();

  @Mixin private DataDirectory data = new DataDirectory();

  @Override
  public Integer call() {
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      Recalled recalled = recalled(opened.services(), opened.clock().instant());
      int printed = answer.print(recalled, () -> text(recalled));
      return recalled.left().isEmpty() ? printed : LEFT;
    }
  }

  private static Recalled recalled(Services services, Instant now) {
    ReleaseStore store = services.releaseStore();
    Optional<KeyRing> keys = services.evidence().keyRing();
    List<Recall> recalls =
        store.recalls().stream()
            .flatMap(each -> store.read(each).map(Bytes::toArray).stream())
            .map(each -> Recall.verified(each, keys.orElseThrow(), now))
            .toList();
    return new Recalled(
        recalls.stream()
            .map(it -> new Listed(it.release(), it.id(), it.issuedAt().toString()))
            .toList(),
        recalls.stream().map(Recall::copy).filter(store::hasCopy).toList());
  }

  private static String text(Recalled recalled) {
    String tainted =
        recalled.recalls().stream()
            .collect(Collectors.groupingBy(Listed::release, Collectors.counting()))
            .entrySet()
            .stream()
            .map(each -> "release %d: %d recalled%n".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    return tainted
        + (recalled.left().isEmpty()
            ? "no recalled copy is left"
            : "still stored: " + String.join(", ", recalled.left()));
  }

  /**
   * The answer.
   *
   * @param left the names of recalled copies that are still stored
   */
  record Recalled(List<Listed> recalls, List<String> left) {}

  record Listed(long release, String id, String issuedAt) {}
}
