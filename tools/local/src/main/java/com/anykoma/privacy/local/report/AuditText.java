package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.proof.audit.AuditProof;
import com.anykoma.privacy.proof.audit.Checkpoint;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.audit.ConsistencyProof;
import com.anykoma.privacy.proof.audit.InclusionProof;
import java.nio.file.Path;
import java.util.HexFormat;

/** Formats the results of checks of the audit log and of proofs about it. */
public final class AuditText {
  private AuditText() {}

  /** Formats a verified log. */
  public static String of(CheckpointedLog log, long pending) {
    String counts =
        TerminalText.format(
            "checkpoints: %d, entries: %d, pending: %d",
            log.batches().size(), log.latest().map(Checkpoint::size).orElse(0L), pending);
    return log.latest()
        .map(
            latest ->
                counts
                    + TerminalText.format(
                        "%nlatest checkpoint: number %d, issued %s%nroot: %s",
                        latest.number(), latest.issuedAt(), root(latest)))
        .orElse(counts);
  }

  private static String root(Checkpoint checkpoint) {
    return HexFormat.of().formatHex(checkpoint.root().toArray());
  }

  /** Formats a verified proof. */
  public static String of(Path file, AuditProof proof) {
    if (proof instanceof InclusionProof inclusion) {
      return TerminalText.format(
          "%s: genuine inclusion proof%n  entry %s (%s %s, %s)%n"
              + "  is leaf %d of %d, checkpoint of %s",
          file,
          inclusion.entry().requiredString("id"),
          inclusion.entry().requiredString("about"),
          inclusion.entry().requiredString("action"),
          inclusion.entry().requiredString("at"),
          inclusion.index(),
          inclusion.checkpoint().size(),
          inclusion.checkpoint().issuedAt());
    }
    ConsistencyProof consistency = (ConsistencyProof) proof;
    return TerminalText.format(
        "%s: genuine consistency proof%n"
            + "  the log at checkpoint %d (%d entries) is a prefix of that at %d (%d entries)",
        file,
        consistency.first().number(),
        consistency.first().size(),
        consistency.second().number(),
        consistency.second().size());
  }

  /** A verified proof as JSON. */
  public static Object json(AuditProof proof) {
    return proof instanceof InclusionProof inclusion
        ? new Inclusion(
            true,
            inclusion.entry().requiredString("id"),
            inclusion.index(),
            inclusion.checkpoint().size())
        : consistency((ConsistencyProof) proof);
  }

  private static Consistency consistency(ConsistencyProof proof) {
    return new Consistency(true, proof.first().size(), proof.second().size());
  }

  record Inclusion(boolean genuine, String entry, long index, long size) {}

  record Consistency(boolean genuine, long firstSize, long secondSize) {}
}
