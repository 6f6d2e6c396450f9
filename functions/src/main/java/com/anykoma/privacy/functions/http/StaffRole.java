package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.StoredName;

/**
 * The roles of staff. An account has those that the list in its custom claim {@code staff} names,
 * for example {@code staff: ["review"]}. No role includes another (P18; ASVS 8.2.1).
 */
public enum StaffRole implements StoredName {
  /** Reviews de-identified content to improve the service. */
  REVIEW,
  /** Reviews content for safety, and requests and approves originals. */
  SAFETY,
  /** Answers people's requests. */
  CASES,
  /** Reads orders, certificates, checkpoints and public keys. */
  EVIDENCE
}
