package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.PermanentFailure;

/** A proof that proves nothing. The message says what is wrong with it, and quotes nothing. */
public final class Refuted extends PermanentFailure {
  public Refuted(String why) {
    super(why);
  }
}
