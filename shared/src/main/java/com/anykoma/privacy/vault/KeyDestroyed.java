package com.anykoma.privacy.vault;

import com.anykoma.privacy.PermanentFailure;

/** The subject's key is destroyed, or never was: nothing can be sealed or opened with it (P20). */
public final class KeyDestroyed extends PermanentFailure {
  KeyDestroyed() {
    super("the subject's key is destroyed or was never made; nothing opens without it");
  }
}
