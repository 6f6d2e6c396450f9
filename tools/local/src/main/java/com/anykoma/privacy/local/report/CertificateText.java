package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Lays a genuine certificate out for a person. */
public final class CertificateText {
  private CertificateText() {}

  /** A certificate of this file, checked with these keys. */
  public static String of(Path file, Certificate certificate, KeyRing keys) {
    StringBuilder out = new StringBuilder();
    out.append(format("%s: genuine %s%n", file, certificate.kind().type().replace('-', ' ')));
    out.append(format("  order     %s, round %d%n", certificate.order(), certificate.round()));
    out.append(
        format(
            "  asked     %s (%s), promised for %s%n",
            certificate.requestedAt(), certificate.cause(), certificate.dueAt()));
    out.append(format("  issued    %s%n", certificate.issuedAt()));
    out.append(
        format(
            "  keys      %d, the first is %s: compare it with the published one%n",
            keys.names().size(), keys.root()));
    certificate
        .follows()
        .ifPresent(it -> out.append(format("  follows   the certificate with SHA-256 %s%n", it)));
    out.append(format("%n  What the second reader found:%n"));
    out.append(table(certificate.locations()));
    if (!certificate.copies().isEmpty()) {
      out.append(
          format("%n  Copies that nobody can look into, and until when there can be any:%n"));
      out.append(table(certificate.copies()));
    }
    String last = certificate.lastCopyUntil().map(Instant::toString).orElse("nothing is pending");
    return out.append(format("%n  The last copy is gone by: %s", last)).toString();
  }

  private static String table(List<Finding> findings) {
    StringBuilder out = new StringBuilder();
    for (Finding each : findings) {
      out.append(
          format(
                  "    %-15s %-11s %-21s %s",
                  each.place(),
                  each.status().word(),
                  each.until().map(it -> it.toString().substring(0, 10)).orElse(""),
                  each.ground().orElse(""))
              .stripTrailing());
      out.append(System.lineSeparator());
    }
    return out.toString();
  }

  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
