package com.anykoma.privacy.subject;

import com.anykoma.privacy.PermanentFailure;

/** Thrown for a write about an erased subject; permanent (E13, E17, E19). */
public final class ErasedSubject extends PermanentFailure {
  ErasedSubject() {
    super("the subject is erased; writes about them are refused");
  }
}
