/**
 * What each subject agreed to, refused or withdrew, and when: an append-only history of consent
 * records. Read {@link com.anykoma.privacy.usage.consent.ConsentHistory} first.
 */
@NullMarked
package com.anykoma.privacy.usage.consent;

import org.jspecify.annotations.NullMarked;
