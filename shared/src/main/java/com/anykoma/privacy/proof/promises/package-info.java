/** Whether each promise of the privacy page is kept at this time, by the live checks. */
@NullMarked
package com.anykoma.privacy.proof.promises;

import org.jspecify.annotations.NullMarked;
