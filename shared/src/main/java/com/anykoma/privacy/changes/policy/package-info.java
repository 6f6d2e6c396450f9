/**
 * The versions of the privacy policy: text, hash, date, and the time from which each is in force.
 * Read {@link com.anykoma.privacy.changes.policy.Policies} first.
 */
@NullMarked
package com.anykoma.privacy.changes.policy;

import org.jspecify.annotations.NullMarked;
