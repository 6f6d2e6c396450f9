/** The versions of the privacy policy. Start with {@link Policies}. */
@NullMarked
package com.anykoma.privacy.changes.policy;

import org.jspecify.annotations.NullMarked;
