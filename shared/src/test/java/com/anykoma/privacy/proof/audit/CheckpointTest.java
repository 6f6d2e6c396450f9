package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.TestKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that proofs with contradicting, forged or future checkpoints are refused. */
@Keeps({"P18", "P20", "P22", "P23"})
final class CheckpointTest extends AuditProofFixture {
  private static @Nullable Object member(byte[] file, String name) {
    return CanonicalJson.read(file).members().get(name);
  }

  @Test
  void proofUnderAnotherCheckpointIsRefused() {
    Map<String, @Nullable Object> earlier = log.batches().get(2).checkpoint().statement().members();
    assertRefused(with(inclusion, "checkpoint", earlier), "the proof's size differs");
    assertRefused(
        with(with(inclusion, "checkpoint", earlier), "size", 8), "the path does not lead");
    assertRefused(with(consistency, "first", earlier), "is not a prefix");
    assertRefused(with(consistency, "second", earlier), "the second checkpoint has a lower number");
    Map<String, @Nullable Object> first = log.batches().get(0).checkpoint().statement().members();
    assertRefused(with(consistency, "first", first), "is not a prefix");
    assertRefused(with(inclusion, "checkpoint", null), "'checkpoint' is null");
  }

  private void assertContradicts(Checkpoint first, Checkpoint second, String why) {
    List<Bytes> path =
        MerkleTree.consistency(
            log.entries().stream()
                .map(CanonicalJson::of)
                .map(MerkleTree::leaf)
                .toList()
                .subList(0, (int) Math.max(first.size(), second.size())),
            (int) Math.min(first.size(), second.size()));
    assertRefused(new ConsistencyProof(first, second, path).file(), why);
  }

  @Test
  void contradictingCheckpointsAreRefused() {
    Checkpoint fourth = log.batches().get(3).checkpoint();
    Checkpoint fifth = log.batches().get(4).checkpoint();
    Instant later = fifth.issuedAt().plusSeconds(60);
    Optional<String> foreign = Optional.of("ab".repeat(32));

    assertContradicts(
        fifth,
        checkpoint(5, 18, fifth.root(), later, fifth.previous()),
        "two checkpoints of the same number");
    assertContradicts(
        fifth,
        checkpoint(5, 18, fifth.root(), later, foreign),
        "two checkpoints of the same number");
    assertContradicts(
        fourth, checkpoint(5, 18, fifth.root(), later, foreign), "not chained to the previous one");
    assertContradicts(
        fourth,
        checkpoint(6, 18, fifth.root(), later, Optional.of(fourth.hash())),
        "not chained to the previous one");
    assertContradicts(
        fourth,
        checkpoint(5, 18, fifth.root(), T, Optional.of(fourth.hash())),
        "older than the previous one");
    assertContradicts(
        fourth,
        checkpoint(5, 18, fifth.root(), later, T.minusSeconds(700), Optional.of(fourth.hash())),
        "older than the previous one");
    assertContradicts(
        fifth,
        checkpoint(6, 9, fourth.root(), later, Optional.of(fifth.hash())),
        "fewer entries than the previous one");
    assertThat(
            verified(
                new ConsistencyProof(
                        fifth,
                        checkpoint(6, 18, fifth.root(), later, Optional.of(fifth.hash())),
                        List.of())
                    .file()))
        .isInstanceOf(ConsistencyProof.class);
  }

  @Test
  void selfContradictingCheckpointsAreRefused() {
    Checkpoint fifth = log.batches().get(4).checkpoint();
    Optional<String> none = Optional.empty();

    assertThatThrownBy(() -> checkpoint(1, 0, fifth.root(), T, none))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("its root is of another tree");
    assertThatThrownBy(() -> checkpoint(1, 0, MerkleTree.EMPTY, T, T.plusSeconds(1), none))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("'through' is after 'issuedAt'");
    assertThatThrownBy(() -> checkpoint(2, 0, MerkleTree.EMPTY, T, none))
        .isInstanceOf(InvalidProof.class);
    assertThat(checkpoint(1, 0, MerkleTree.EMPTY, T, none).size()).isZero();
  }

  @Test
  void checkpointsInTheWrongOrderAreRefused() {
    byte[] turned =
        with(
            with(consistency, "first", member(consistency, "second")),
            "second",
            member(consistency, "first"));
    assertRefused(turned, "the second checkpoint has a lower number");
    // these two have the same tree
    byte[] equal = log.consistency(1, 2).file();
    assertRefused(
        with(with(equal, "first", member(equal, "second")), "second", member(equal, "first")),
        "the second checkpoint has a lower number");
  }

  @Test
  void foreignFutureOrAlteredCheckpointsAreRefused() {
    TestKey foreign = new TestKey();
    KeyRing theirs =
        KeyRing.of(List.of(KeyRing.statement(1, foreign.x(), T.minusSeconds(60), foreign)));
    for (byte[] file : List.of(inclusion, consistency)) {
      assertThatThrownBy(() -> AuditProof.verified(file, theirs, NOW))
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("was not published");
      assertThatThrownBy(() -> AuditProof.verified(file, keys, T))
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("dated in the future");
      assertRefused(
          new String(file, UTF_8).replace("\"size\":18", "\"size\":19"), "the file was altered");
    }
  }
}
