/**
 * "Changes to Privacy Practices": the versions of the privacy policy and their effective dates.
 *
 * <ul>
 *   <li>P1: "Last updated: 2026-01-06"
 *   <li>P36: "Updates to our Privacy Policy page"
 * </ul>
 *
 * <p>Start at {@link com.anykoma.privacy.changes.policy.Policies}.
 */
@NullMarked
package com.anykoma.privacy.changes;

import org.jspecify.annotations.NullMarked;
