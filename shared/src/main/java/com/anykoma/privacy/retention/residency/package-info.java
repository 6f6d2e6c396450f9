/** How long stores keep deleted data, so when removals start. Read {@link Residency} first. */
@NullMarked
package com.anykoma.privacy.retention.residency;

import org.jspecify.annotations.NullMarked;
