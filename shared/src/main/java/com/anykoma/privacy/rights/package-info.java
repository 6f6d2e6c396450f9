/**
 * "Your Rights": what a person may request about their own data.
 *
 * <ul>
 *   <li>P22: "Access your personal data"
 *   <li>P23: "Delete your account and associated data"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.rights.erasure.ErasureService}: it opens a person's
 * erasure request and dispatches it until it is complete. {@link
 * com.anykoma.privacy.rights.access.ContentAccessService} opens sealed content for its owner.
 */
@NullMarked
package com.anykoma.privacy.rights;

import org.jspecify.annotations.NullMarked;
