package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.PermanentFailure;

/** A proof, certificate or key failed verification. The message gives the reason, not content. */
public final class InvalidProof extends PermanentFailure {
  public InvalidProof(String reason) {
    super(reason);
  }
}
