package com.anykoma.privacy.proof.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.HexHash;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Statement;
import com.anykoma.privacy.proof.signature.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/**
 * An audit log with checkpoints, one inclusion and one consistency proof of it, and assertions that
 * altered proofs are refused.
 */
@Tag("slow")
abstract class AuditProofFixture {
  static final Instant T = Instant.parse("2026-11-28T10:00:00Z");
  static final Instant NOW = T.plus(Duration.ofDays(1));

  /** The number of entries of each checkpoint. */
  static final List<Integer> SIZES = List.of(3, 0, 5, 1, 9);

  final TestKey key = new TestKey();
  final KeyRing keys = KeyRing.of(List.of(KeyRing.statement(1, key.x(), T.minusSeconds(60), key)));
  final CheckpointedLog log = log();
  final byte[] inclusion = log.inclusion("entry-4").orElseThrow().file();
  final byte[] consistency = log.consistency(4, 5).file();

  private CheckpointedLog log() {
    List<byte[]> files = new ArrayList<>();
    Optional<CheckpointBatch> last = Optional.empty();
    int done = 0;
    for (int size : SIZES) {
      CheckpointBatch batch = batch(last, done, size, files.size());
      files.add(batch.file());
      last = Optional.of(batch);
      done += size;
    }
    return CheckpointedLog.verified(files, keys, NOW);
  }

  CheckpointBatch batch(Optional<CheckpointBatch> last, int from, int size, int hour) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < from + size; i++) {
      entries.add(entry(i, "confirmed"));
    }
    Instant at = T.plus(Duration.ofHours(hour));
    return CheckpointBatch.next(last, entries, at.minusSeconds(600), at, key);
  }

  static byte[] entry(int i, String action) {
    return CanonicalJson.of(
        Map.of(
            "id",
            "entry-" + i,
            "at",
            T.plusSeconds(i).toString(),
            "about",
            "breaker",
            "action",
            action));
  }

  AuditProof verified(byte[] file) {
    return AuditProof.verified(file, keys, NOW);
  }

  void assertRefused(byte[] file, String why) {
    assertThatThrownBy(() -> verified(file))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("entry-4");
  }

  void assertRefused(String file, String why) {
    assertRefused(file.getBytes(UTF_8), why);
  }

  /** The file with one member added or replaced, in canonical form. */
  static byte[] with(byte[] file, String name, @Nullable Object value) {
    Map<String, @Nullable Object> members = new HashMap<>(CanonicalJson.read(file).members());
    members.put(name, value);
    return CanonicalJson.of(members);
  }

  static byte[] without(byte[] file, String name) {
    return CanonicalJson.of(CanonicalJson.read(file).without(name));
  }

  Checkpoint checkpoint(
      long number, long size, Bytes root, Instant issuedAt, Optional<String> previous) {
    return checkpoint(number, size, root, issuedAt, issuedAt.minusSeconds(600), previous);
  }

  /** A checkpoint with these members, signed by us. */
  Checkpoint checkpoint(
      long number,
      long size,
      Bytes root,
      Instant issuedAt,
      Instant through,
      Optional<String> previous) {
    Map<String, Object> members =
        new HashMap<>(
            Map.of(
                "number",
                number,
                "size",
                size,
                "root",
                HexHash.of(root),
                "through",
                through.toString()));
    previous.ifPresent(it -> members.put("previous", it));
    return Checkpoint.of(
        Statement.read(
            Statement.sign(Checkpoint.TYPE, issuedAt, members, key), "audit-checkpoint"));
  }
}
