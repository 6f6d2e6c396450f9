/** Certificates of the independent verifier. Read {@link Certificate} first. */
@NullMarked
package com.anykoma.privacy.proof.certificate;

import org.jspecify.annotations.NullMarked;
