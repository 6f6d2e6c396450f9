/**
 * The data map: every place where data about people is kept, and what may be done with it there.
 * What it does not name is a violation.
 */
@NullMarked
package com.anykoma.privacy.datamap;

import org.jspecify.annotations.NullMarked;
