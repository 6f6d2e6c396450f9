/**
 * Releases: immutable sets of de-identified copies for trainers, and the recall of copies whose
 * item was withdrawn. Read {@link com.anykoma.privacy.improvement.release.ReleaseService} first.
 */
@NullMarked
package com.anykoma.privacy.improvement.release;

import org.jspecify.annotations.NullMarked;
