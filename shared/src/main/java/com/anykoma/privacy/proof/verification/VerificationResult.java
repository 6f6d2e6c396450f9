package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.proof.certificate.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look into every store came to.
 *
 * @param findings what a certificate can say, place by place
 * @param residue the places where something is that should be gone; with any, nothing is certified
 */
record VerificationResult(List<Finding> findings, List<String> residue) {
  VerificationResult {
    findings = List.copyOf(findings);
    residue = List.copyOf(residue);
  }

  /** Gathers it. */
  static final class Gathering {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> residue = new ArrayList<>();

    void says(Finding finding) {
      findings.add(finding);
    }

    void gone(String place) {
      findings.add(Finding.gone(place));
    }

    void addResidue(String place) {
      residue.add(place);
    }

    VerificationResult verdict() {
      return new VerificationResult(findings, residue);
    }
  }
}
