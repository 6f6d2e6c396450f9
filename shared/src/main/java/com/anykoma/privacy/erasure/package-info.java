/** Erasure: removing one person from everywhere. Here its first steps: the fence, then the key. */
@NullMarked
package com.anykoma.privacy.erasure;

import org.jspecify.annotations.NullMarked;
