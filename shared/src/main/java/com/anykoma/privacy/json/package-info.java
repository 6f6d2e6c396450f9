/**
 * Strict, bounded reading of untrusted JSON, with errors that never quote the input; canonical
 * JSON.
 */
@NullMarked
package com.anykoma.privacy.json;

import org.jspecify.annotations.NullMarked;
