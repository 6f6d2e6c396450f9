package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;

/** Tells which content a paid plan protects: its fields {@code sealed: paid} are sealed (P10). */
@FunctionalInterface
public interface PaidContent {
  /** The field of the app's document that shows our stamp of it; for display only. */
  String SHOWN_IN = "privacy";

  /**
   * Whether the content is protected; true as long as our records do not say that it is not. An
   * answer of true never becomes false.
   */
  boolean isProtected(SubjectId owner, DocumentPath content);
}
