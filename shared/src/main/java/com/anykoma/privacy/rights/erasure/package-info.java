/**
 * Erasure: removes one person from every place of the data map, in bounded and repeatable steps.
 * Here are also legal holds, which stop a removal, the confirmation of orders that a circuit
 * breaker stopped, and reconciliation, which finds accounts that were deleted without an event.
 * Read {@link com.anykoma.privacy.rights.erasure.ErasureService} first.
 */
@NullMarked
package com.anykoma.privacy.rights.erasure;

import org.jspecify.annotations.NullMarked;
