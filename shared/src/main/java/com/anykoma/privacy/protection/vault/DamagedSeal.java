package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;

/** Sealed data failed authentication. Callers report it and never serve the data. */
public final class DamagedSeal extends PermanentFailure {
  DamagedSeal(String message) {
    super(message);
  }
}
