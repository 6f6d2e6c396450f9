package com.anykoma.privacy.subject;

import com.anykoma.privacy.PermanentFailure;

/** A write about a subject whose tombstone stands: refused for good (E13, E17, E19). */
public final class ErasedSubject extends PermanentFailure {
  ErasedSubject() {
    super("the subject is erased; nothing is written about them any more");
  }
}
