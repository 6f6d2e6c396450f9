package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;

/** Decides which content a paid plan protects; its {@code sealed: paid} fields are sealed (P10). */
@FunctionalInterface
public interface PaidProtection {
  /** The field of the app's document that shows a copy of its stamp; for display only. */
  String STAMP_FIELD = "privacy";

  /** Whether the content is protected, as without a record; once true, it stays true. */
  boolean isProtected(SubjectId owner, DocumentPath content);
}
