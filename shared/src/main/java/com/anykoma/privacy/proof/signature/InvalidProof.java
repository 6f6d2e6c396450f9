package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.PermanentFailure;

/** A proof that proves nothing. The message says what is wrong with it, and quotes nothing. */
public final class InvalidProof extends PermanentFailure {
  public InvalidProof(String why) {
    super(why);
  }
}
