/**
 * The versions of the privacy policy: text, hash, date and effective time of each. Start with
 * {@link com.anykoma.privacy.changes.policy.Policies}.
 */
@NullMarked
package com.anykoma.privacy.changes.policy;

import org.jspecify.annotations.NullMarked;
