package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.proof.audit.AuditProof;
import com.anykoma.privacy.proof.audit.Checkpoint;
import com.anykoma.privacy.proof.audit.CheckpointedLog;
import com.anykoma.privacy.proof.audit.ConsistencyProof;
import com.anykoma.privacy.proof.audit.InclusionProof;
import java.nio.file.Path;
import java.util.HexFormat;

/** Lays out what was found of the audit log and of proofs about it. */
public final class AuditText {
  private AuditText() {}

  /** Of a log that is as it was sealed. */
  public static String of(CheckpointedLog log, long unsealed) {
    String sealed =
        TerminalText.format(
            "seals: %d, entries: %d, waiting for the next seal: %d",
            log.seals().size(), log.head().map(Checkpoint::size).orElse(0L), unsealed);
    return log.head()
        .map(
            head ->
                sealed
                    + TerminalText.format(
                        "%nlatest head: number %d, issued %s%nroot: %s",
                        head.number(), head.issuedAt(), root(head)))
        .orElse(sealed);
  }

  private static String root(Checkpoint head) {
    return HexFormat.of().formatHex(head.root().toArray());
  }

  /** Of a genuine proof. */
  public static String of(Path file, AuditProof proof) {
    if (proof instanceof InclusionProof inclusion) {
      return TerminalText.format(
          "%s: genuine inclusion proof%n  entry %s (%s %s, %s)%n  is leaf %d of %d, sealed %s",
          file,
          inclusion.entry().requiredString("id"),
          inclusion.entry().requiredString("about"),
          inclusion.entry().requiredString("action"),
          inclusion.entry().requiredString("at"),
          inclusion.index(),
          inclusion.head().size(),
          inclusion.head().issuedAt());
    }
    ConsistencyProof consistency = (ConsistencyProof) proof;
    return TerminalText.format(
        "%s: genuine consistency proof%n"
            + "  the log of head %d (%d entries) is the beginning of that of head %d (%d entries)",
        file,
        consistency.first().number(),
        consistency.first().size(),
        consistency.second().number(),
        consistency.second().size());
  }

  /** The same for a program. */
  public static Object json(AuditProof proof) {
    return proof instanceof InclusionProof inclusion
        ? new Inclusion(
            true,
            inclusion.entry().requiredString("id"),
            inclusion.index(),
            inclusion.head().size())
        : consistency((ConsistencyProof) proof);
  }

  private static Consistency consistency(ConsistencyProof proof) {
    return new Consistency(true, proof.first().size(), proof.second().size());
  }

  record Inclusion(boolean genuine, String entry, long index, long size) {}

  record Consistency(boolean genuine, long firstSize, long secondSize) {}
}
