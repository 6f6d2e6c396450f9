/** What a person may ask of what is kept about them. */
@NullMarked
package com.anykoma.privacy.rights;

import org.jspecify.annotations.NullMarked;
