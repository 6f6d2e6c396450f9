package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;

/**
 * What is stored is not what was sealed here for this subject and place: altered, cut off, moved,
 * rolled back, or never sealed. It is reported and never served.
 */
public final class DamagedSeal extends PermanentFailure {
  DamagedSeal(String what) {
    super(what);
  }
}
