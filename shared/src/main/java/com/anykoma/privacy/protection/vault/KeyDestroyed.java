package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;

/** The subject's key is destroyed: nothing can be sealed or opened with it ever again (P20). */
public final class KeyDestroyed extends PermanentFailure {
  KeyDestroyed() {
    super("the subject's key is destroyed; nothing opens without it");
  }
}
