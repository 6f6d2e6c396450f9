package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.proof.certificate.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of one verification.
 *
 * @param findings for the certificate, one for each place
 * @param residue places with data that should be deleted; if there are any, no certificate is
 *     issued
 */
record VerificationResult(List<Finding> findings, List<String> residue) {
  VerificationResult {
    findings = List.copyOf(findings);
    residue = List.copyOf(residue);
  }

  /** Collects findings and residue. */
  static final class Builder {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> residue = new ArrayList<>();

    void add(Finding finding) {
      findings.add(finding);
    }

    void addGone(String place) {
      findings.add(Finding.gone(place));
    }

    void addResidue(String place) {
      residue.add(place);
    }

    VerificationResult build() {
      return new VerificationResult(findings, residue);
    }
  }
}
