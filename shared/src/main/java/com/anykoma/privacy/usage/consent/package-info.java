/**
 * Each subject's consents, refusals and withdrawals, as an append-only history of consent records.
 * Start with {@link com.anykoma.privacy.usage.consent.ConsentHistory}.
 */
@NullMarked
package com.anykoma.privacy.usage.consent;

import org.jspecify.annotations.NullMarked;
