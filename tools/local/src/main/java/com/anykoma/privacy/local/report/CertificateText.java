package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Formats a verified certificate as text. */
public final class CertificateText {
  private CertificateText() {}

  /** Formats the certificate of a file that was verified with the given keys. */
  public static String of(Path file, Certificate certificate, KeyRing keys) {
    String head =
        format(
            """
            %s: genuine %s
              order     %s, round %d
              requested %s (%s), due %s
              issued    %s
              keys      %d, the first is %s; compare it with the published one
            """,
            file,
            certificate.kind().type().replace('-', ' '),
            certificate.order(),
            certificate.round(),
            certificate.requestedAt(),
            certificate.cause(),
            certificate.dueAt(),
            certificate.issuedAt(),
            keys.names().size(),
            keys.root());
    String follows =
        certificate
            .follows()
            .map(it -> format("  follows   certificate with SHA-256 %s%n", it))
            .orElse("");
    String last = certificate.lastCopyUntil().map(Instant::toString).orElse("nothing is pending");
    return head
        + follows
        + "\n  Findings of the independent verifier:\n"
        + table(certificate.locations())
        + copies(certificate.copies())
        + recalled(certificate.recalled())
        + format("%n  Last copy deleted by: %s", last);
  }

  private static String copies(List<Finding> copies) {
    return copies.isEmpty()
        ? ""
        : format("%n  Copies that cannot be read, and when the last of them is deleted:%n")
            + table(copies);
  }

  private static String recalled(List<String> recalled) {
    return recalled.isEmpty()
        ? ""
        : format(
            "%n  Released copies that trainers have to forget: %s%n", String.join(", ", recalled));
  }

  private static String table(List<Finding> findings) {
    return findings.stream()
        .map(
            each ->
                format(
                    "    %-15s %-11s %-21s %s",
                    each.place(),
                    each.status().storedName(),
                    each.until().map(it -> it.toString().substring(0, 10)).orElse(""),
                    each.ground().orElse("")))
        .map(each -> each.stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
