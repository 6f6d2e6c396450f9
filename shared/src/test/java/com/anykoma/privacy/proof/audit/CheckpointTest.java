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

/** Tests that proofs whose tree heads contradict each other, themselves or our keys are refused. */
@Keeps({"P18", "P20", "P22", "P23"})
final class CheckpointTest extends AuditProofFixture {
  private static @Nullable Object member(byte[] file, String name) {
    return CanonicalJson.read(file).members().get(name);
  }

  @Test
  void proofUnderAnotherHeadIsRefusedWithTheReason() {
    Map<String, @Nullable Object> earlier = log.seals().get(2).head().statement().members();
    assertRefused(with(inclusion, "head", earlier), "a tree of another size than its head's");
    assertRefused(with(with(inclusion, "head", earlier), "size", 8), "the path does not lead");
    assertRefused(with(consistency, "first", earlier), "does not continue");
    assertRefused(with(consistency, "second", earlier), "its second head is older");
    Map<String, @Nullable Object> first = log.seals().get(0).head().statement().members();
    assertRefused(with(consistency, "first", first), "does not continue");
    assertRefused(with(inclusion, "head", null), "'head' is null");
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
  void headsThatContradictEachOtherAreRefusedWithTheReason() {
    Checkpoint fourth = log.seals().get(3).head();
    Checkpoint fifth = log.seals().get(4).head();
    Instant later = fifth.issuedAt().plusSeconds(60);
    Optional<String> foreign = Optional.of("ab".repeat(32));

    assertContradicts(
        fifth, head(5, 18, fifth.root(), later, fifth.previous()), "two heads of the same number");
    assertContradicts(
        fifth, head(5, 18, fifth.root(), later, foreign), "two heads of the same number");
    assertContradicts(
        fourth, head(5, 18, fifth.root(), later, foreign), "not chained to the one before");
    assertContradicts(
        fourth,
        head(6, 18, fifth.root(), later, Optional.of(fourth.hash())),
        "not chained to the one before");
    assertContradicts(
        fourth,
        head(5, 18, fifth.root(), T, Optional.of(fourth.hash())),
        "older than the one before");
    assertContradicts(
        fourth,
        head(5, 18, fifth.root(), later, T.minusSeconds(700), Optional.of(fourth.hash())),
        "older than the one before");
    assertContradicts(
        fifth,
        head(6, 9, fourth.root(), later, Optional.of(fifth.hash())),
        "fewer entries than the one before");
    assertThat(
            verified(
                new ConsistencyProof(
                        fifth,
                        head(6, 18, fifth.root(), later, Optional.of(fifth.hash())),
                        List.of())
                    .file()))
        .isInstanceOf(ConsistencyProof.class);
  }

  @Test
  void headsThatContradictThemselvesAreRefusedWithTheReason() {
    Checkpoint fifth = log.seals().get(4).head();
    Optional<String> none = Optional.empty();

    assertThatThrownBy(() -> head(1, 0, fifth.root(), T, none))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("no entries have another root");
    assertThatThrownBy(() -> head(1, 0, MerkleTree.EMPTY, T, T.plusSeconds(1), none))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("yet to come");
    assertThatThrownBy(() -> head(2, 0, MerkleTree.EMPTY, T, none))
        .isInstanceOf(InvalidProof.class);
    assertThat(head(1, 0, MerkleTree.EMPTY, T, none).size()).isZero();
  }

  @Test
  void headsInTheWrongOrderAreRefusedWithTheReason() {
    byte[] turned =
        with(
            with(consistency, "first", member(consistency, "second")),
            "second",
            member(consistency, "first"));
    assertRefused(turned, "its second head is older than its first");
    // these two have the same tree
    byte[] equal = log.consistency(1, 2).file();
    assertRefused(
        with(with(equal, "first", member(equal, "second")), "second", member(equal, "first")),
        "its second head is older than its first");
  }

  @Test
  void headsOfAnotherKeyOfTheFutureOrAlteredAreRefusedWithTheReason() {
    TestKey foreign = new TestKey();
    KeyRing theirs =
        KeyRing.of(List.of(KeyRing.announce(1, foreign.x(), T.minusSeconds(60), foreign)));
    for (byte[] file : List.of(inclusion, consistency)) {
      assertThatThrownBy(() -> AuditProof.verified(file, theirs, NOW))
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("none of the published");
      assertThatThrownBy(() -> AuditProof.verified(file, keys, T))
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("future");
      assertRefused(
          new String(file, UTF_8).replace("\"size\":18", "\"size\":19"), "it was altered");
    }
  }
}
