/**
 * "Your Rights": what a person may ask of the data that is kept about them.
 *
 * <ul>
 *   <li>P22: "Access your personal data"
 *   <li>P23: "Delete your account and associated data"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.rights.erasure.ErasureService}: it opens the erasure of a
 * person and hands it out until it is complete. {@link
 * com.anykoma.privacy.rights.access.ContentAccessService} opens sealed content for its owner.
 */
@NullMarked
package com.anykoma.privacy.rights;

import org.jspecify.annotations.NullMarked;
