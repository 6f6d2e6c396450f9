package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;

/** The subject's key is destroyed: no data can be sealed or opened with it any more (P20). */
public final class KeyDestroyed extends PermanentFailure {
  KeyDestroyed() {
    super("the subject's key is destroyed; the data that it sealed cannot be opened");
  }
}
