/**
 * The independent verifier: re-reads every store with other code than the removal, before a removal
 * is called complete. It only reads, and signs what it found. It does not depend on the classes
 * that remove. Read {@link com.anykoma.privacy.proof.verification.CertifyService} first.
 */
@NullMarked
package com.anykoma.privacy.proof.verification;

import org.jspecify.annotations.NullMarked;
