/** Finds personal data in text, and replaces it by typed placeholders (P5, P32). */
@NullMarked
package com.anykoma.privacy.improvement.detection;

import org.jspecify.annotations.NullMarked;
