/**
 * Erasure: removes one person's data from every location of the data map, in bounded and idempotent
 * steps. Also contains legal holds, which delay a removal; the confirmation of orders that a
 * circuit breaker blocked; and reconciliation, which finds accounts that were deleted without an
 * event. Read {@link com.anykoma.privacy.rights.erasure.ErasureService} first.
 */
@NullMarked
package com.anykoma.privacy.rights.erasure;

import org.jspecify.annotations.NullMarked;
