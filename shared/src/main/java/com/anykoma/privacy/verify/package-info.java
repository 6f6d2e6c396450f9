/**
 * The second reader: looks into every store once more, by code of its own, before anything is said
 * to be gone. It only reads; what it says is signed. It knows nothing of how data is removed.
 */
@NullMarked
package com.anykoma.privacy.verify;

import org.jspecify.annotations.NullMarked;
