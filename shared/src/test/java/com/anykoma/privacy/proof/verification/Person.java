package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;

/** Somebody and their customer at the payment provider. */
record Person(String uid, String customer) {
  SubjectId subject() {
    return new SubjectId(uid);
  }
}
