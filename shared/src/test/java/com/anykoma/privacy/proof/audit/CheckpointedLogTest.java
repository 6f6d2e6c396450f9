package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.proof.signature.InvalidProof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests that a log needs batches that follow each other, and that malformed entries are refused.
 */
@Keeps({"P18", "P20", "P22", "P23"})
final class CheckpointedLogTest extends AuditProofFixture {
  @Test
  void unknownCheckpointsHaveNoProof() {
    for (int[] each : new int[][] {{0, 1}, {-1, 1}, {2, 1}, {1, 6}, {6, 6}}) {
      assertThatThrownBy(() -> log.consistency(each[0], each[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    CheckpointedLog empty = CheckpointedLog.verified(List.of(), keys, NOW);
    assertThat(empty.latest()).isEmpty();
    assertThat(empty.inclusion("entry-0")).isEmpty();
  }

  private void assertNoLog(String why, CheckpointBatch... batches) {
    List<byte[]> files = List.of(batches).stream().map(CheckpointBatch::file).toList();
    assertThatThrownBy(() -> CheckpointedLog.verified(files, keys, NOW))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining(why);
  }

  @Test
  void batchesThatDoNotFollowEachOtherAreRefused() {
    CheckpointBatch first = log.batches().get(0);
    CheckpointBatch second = log.batches().get(1);
    CheckpointBatch third = log.batches().get(2);
    CheckpointBatch fork = batch(Optional.of(first), 40, 1, 1);

    assertNoLog("checkpoint 1: checkpoint 1 of the audit log is missing", second);
    assertNoLog("checkpoint 2: checkpoint 2 of the audit log is missing", first, third);
    assertNoLog("checkpoint 2: checkpoint 2 of the audit log is missing", first, first);
    assertNoLog("checkpoint 3: the checkpoint is not chained", first, fork, third);
    assertNoLog(
        "checkpoint 2: the audit log contains an entry twice",
        first,
        batch(Optional.of(first), 2, 2, 1));
    Instant earlier = T.minusSeconds(30);
    assertNoLog(
        "checkpoint 2: the checkpoint is older",
        first,
        CheckpointBatch.next(Optional.of(first), List.of(), earlier, earlier, key));
    assertNoLog(
        "checkpoint 2: the entries are not the leaves",
        first,
        new CheckpointBatch(fork.checkpoint(), List.of(), fork.state()));
    assertNoLog(
        "checkpoint 2: the entries are not the leaves",
        first,
        new CheckpointBatch(fork.checkpoint(), third.entries(), fork.state()));
    assertNoLog(
        "checkpoint 1: the subtrees do not give",
        new CheckpointBatch(
            first.checkpoint(),
            first.entries(),
            new TreeState(
                3, List.of(first.state().subtrees().get(1), first.state().subtrees().get(0)))));
    assertNoLog(
        "checkpoint 1: the number of subtrees does not fit",
        new CheckpointBatch(first.checkpoint(), first.entries(), third.state()));
  }

  @Test
  void malformedEntriesAreRecognized() {
    assertThat(CheckpointBatch.isEntry(entry(1, "confirmed"))).isTrue();
    assertThat(CheckpointBatch.isEntry(entry(1, "ada@example.com"))).isFalse();
    assertThat(CheckpointBatch.isEntry(entry(1, "Ada Lovelace"))).isFalse();
    assertThat(CheckpointBatch.isEntry(entry(1, ""))).isFalse();
    assertThat(CheckpointBatch.isEntry(with(entry(1, "confirmed"), "action", 1))).isFalse();
    assertThat(CheckpointBatch.isEntry(with(entry(1, "confirmed"), "cause", null))).isFalse();
    assertThat(CheckpointBatch.isEntry(with(entry(1, "confirmed"), "cause", List.of("a"))))
        .isFalse();
    assertThat(CheckpointBatch.isEntry(with(entry(1, "confirmed"), "at", "2026-03-01"))).isFalse();
    assertThat(
            CheckpointBatch.isEntry(with(entry(1, "confirmed"), "at", "2026-03-01T12:00:00.000Z")))
        .isFalse();
    assertThat(CheckpointBatch.isEntry(with(entry(1, "confirmed"), "name", "ada"))).isFalse();
    for (String each : List.of("id", "at", "about", "action")) {
      assertThat(CheckpointBatch.isEntry(without(entry(1, "confirmed"), each))).isFalse();
    }
    assertThat(CheckpointBatch.isEntry("nothing".getBytes(UTF_8))).isFalse();
  }
}
