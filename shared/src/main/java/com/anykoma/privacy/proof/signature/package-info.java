/** Signed statements in canonical JSON. Read {@link Statement} first. */
@NullMarked
package com.anykoma.privacy.proof.signature;

import org.jspecify.annotations.NullMarked;
