/**
 * Computes how long each store keeps deleted data recoverable, and therefore when a removal has to
 * start. Read {@link com.anykoma.privacy.retention.residency.Residency} first.
 */
@NullMarked
package com.anykoma.privacy.retention.residency;

import org.jspecify.annotations.NullMarked;
