/** The six ports on Firestore, Cloud Storage, Pub/Sub, Firebase Auth, Stripe and Cloud KMS. */
@NullMarked
package com.anykoma.privacy.platform.google;

import org.jspecify.annotations.NullMarked;
