package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;

/** Decides which content a paid plan protects; its {@code sealed: paid} fields are sealed (P10). */
@FunctionalInterface
public interface PaidProtection {
  /** The field of the app's document that shows a copy of its stamp; for display only. */
  String STAMP_FIELD = "privacy";

  /**
   * Whether the content is protected; true if no record states the contrary. Once true, the result
   * never becomes false.
   */
  boolean isProtected(SubjectId owner, DocumentPath content);
}
