/**
 * The independent verifier: re-reads every store with its own code before a removal is marked
 * complete, and signs its findings. It does not depend on the classes that remove. Read {@link
 * com.anykoma.privacy.proof.verification.CertifyService} first.
 */
@NullMarked
package com.anykoma.privacy.proof.verification;

import org.jspecify.annotations.NullMarked;
