/** The de-identified copies of the items that are admitted to improvement use (P3, P5). */
@NullMarked
package com.anykoma.privacy.improvement.corpus;

import org.jspecify.annotations.NullMarked;
