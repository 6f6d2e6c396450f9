package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests proofs about the audit log with their files and our public keys only. */
@Keeps({"P18", "P20", "P22", "P23"})
final class AuditProofTest extends AuditProofFixture {
  private static final int ALL = 18;
  private static final List<Integer> ALL_BITS = List.of(0, 1, 2, 3, 4, 5, 6, 7);
  private static final List<Character> ADDED = List.of(' ', '\n', '0', '"', 'a', ',');

  /**
   * Whether the byte and both neighbours belong to one hash, signature, name or number. Parsers
   * treat all of these bytes alike, so tests alter each in one way, which differs from byte to
   * byte, and all other bytes in every way.
   */
  private static boolean isWithinWord(byte[] file, int at) {
    return at > 0
        && at + 1 < file.length
        && IntStream.rangeClosed(at - 1, at + 1).allMatch(i -> isOfWord((char) file[i]));
  }

  private static boolean isOfWord(char each) {
    return Character.isLetterOrDigit(each) || each == '-' || each == '_';
  }

  private static char digit(int at) {
    return "0123456789abcdef".charAt(at % 16);
  }

  @Test
  void everyEntryHasAnInclusionProof() {
    for (int i = 0; i < ALL; i++) {
      byte[] file = log.inclusion("entry-" + i).orElseThrow().file();

      AuditProof read = verified(file);

      assertThat(read).isInstanceOf(InclusionProof.class);
      InclusionProof proof = (InclusionProof) read;
      assertThat(proof.index()).isEqualTo(i);
      assertThat(proof.entry().requiredString("id")).isEqualTo("entry-" + i);
      assertThat(proof.checkpoint().hash()).isEqualTo(log.latest().orElseThrow().hash());
      assertThat(proof.checkpoint().size()).isEqualTo(ALL);
      assertThat(proof.file()).isEqualTo(file);
    }
    assertThat(log.inclusion("entry-18")).isEmpty();
  }

  @Test
  void everyPairOfCheckpointsHasAConsistencyProof() {
    for (int first = 1; first <= SIZES.size(); first++) {
      for (int second = first; second <= SIZES.size(); second++) {
        byte[] file = log.consistency(first, second).file();

        AuditProof read = verified(file);

        assertThat(read).isInstanceOf(ConsistencyProof.class);
        ConsistencyProof proof = (ConsistencyProof) read;
        assertThat(proof.first().number()).isEqualTo(first);
        assertThat(proof.second().number()).isEqualTo(second);
        assertThat(proof.file()).isEqualTo(file);
      }
    }
  }

  @Test
  void proofDisclosesNoOtherEntry() {
    assertThat(new String(inclusion, UTF_8)).containsOnlyOnce("entry-");
    assertThat(new String(consistency, UTF_8)).doesNotContain("entry-");
  }

  @Test
  void emptyLogIsAPrefixOfEveryLog() {
    CheckpointBatch first = batch(Optional.empty(), 0, 0, 0);
    CheckpointBatch second = batch(Optional.of(first), 0, 2, 1);
    CheckpointedLog begun =
        CheckpointedLog.verified(List.of(first.file(), second.file()), keys, NOW);

    assertThat(verified(begun.consistency(1, 2).file())).isInstanceOf(ConsistencyProof.class);
    assertRefused(
        with(
            begun.consistency(1, 2).file(),
            "path",
            List.of(HexHash.of(second.checkpoint().root()))),
        "is not a prefix");
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (int at = 0; at < file.length; at++) {
        for (int bit : isWithinWord(file, at) ? List.of(at % 8) : ALL_BITS) {
          byte[] flipped = file.clone();
          flipped[at] ^= (byte) (1 << bit);
          assertThatThrownBy(() -> verified(flipped))
              .isInstanceOf(PermanentFailure.class)
              .message()
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void everyInsertedOrRemovedByteIsRefused() {
    for (byte[] file : List.of(inclusion, consistency)) {
      for (int at = 0; at <= file.length; at++) {
        for (char more : isWithinWord(file, at) ? List.of('"', digit(at)) : ADDED) {
          byte[] longer = new byte[file.length + 1];
          System.arraycopy(file, 0, longer, 0, at);
          longer[at] = (byte) more;
          System.arraycopy(file, at, longer, at + 1, file.length - at);
          assertRefused(longer, "");
        }
      }
      for (int at = 0; at < file.length; at++) {
        byte[] shorter = new byte[file.length - 1];
        System.arraycopy(file, 0, shorter, 0, at);
        System.arraycopy(file, at + 1, shorter, at, shorter.length - at);
        assertRefused(shorter, "");
      }
    }
  }

  @Test
  void forgedLogHasNoProofUnderOurCheckpoint() {
    List<Bytes> forged = new ArrayList<>();
    for (int i = 0; i < ALL; i++) {
      forged.add(MerkleTree.leaf(entry(i, i == 4 ? "tripped" : "confirmed")));
    }
    byte[] claimed =
        new InclusionProof(
                CanonicalJson.read(entry(4, "tripped")),
                4,
                MerkleTree.inclusion(forged, 4),
                log.latest().orElseThrow())
            .file();

    assertRefused(claimed, "the path does not lead");
  }

  @Test
  void proofsVerifyAfterAndAcrossAKeyRotation() {
    TestKey next = new TestKey();
    Instant rotated = T.plus(Duration.ofHours(6));
    KeyRing both =
        KeyRing.of(
            List.of(
                KeyRing.statement(1, key.x(), T.minusSeconds(60), key),
                KeyRing.statement(2, next.x(), rotated, key)));
    CheckpointBatch newer =
        CheckpointBatch.next(
            Optional.of(log.batches().get(4)),
            List.of(entry(18, "confirmed")),
            rotated,
            rotated.plusSeconds(600),
            next);
    List<byte[]> files =
        new ArrayList<>(log.batches().stream().map(CheckpointBatch::file).toList());
    files.add(newer.file());
    CheckpointedLog longer = CheckpointedLog.verified(files, both, NOW);

    for (byte[] each :
        List.of(
            inclusion,
            consistency,
            longer.inclusion("entry-4").orElseThrow().file(),
            longer.consistency(5, 6).file())) {
      assertThat(AuditProof.verified(each, both, NOW).file()).isEqualTo(each);
    }
  }
}
