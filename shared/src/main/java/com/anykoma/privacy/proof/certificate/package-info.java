/**
 * Certificates: signed statements of what the independent verifier found in each store after a
 * removal. Read {@link com.anykoma.privacy.proof.certificate.Certificate} first.
 */
@NullMarked
package com.anykoma.privacy.proof.certificate;

import org.jspecify.annotations.NullMarked;
