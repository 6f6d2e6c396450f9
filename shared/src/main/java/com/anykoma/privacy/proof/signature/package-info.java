/**
 * Signed statements in canonical JSON: the keys, the signatures and the hashes that certificates
 * and tree heads share. Read {@link com.anykoma.privacy.proof.signature.Statement} first.
 */
@NullMarked
package com.anykoma.privacy.proof.signature;

import org.jspecify.annotations.NullMarked;
