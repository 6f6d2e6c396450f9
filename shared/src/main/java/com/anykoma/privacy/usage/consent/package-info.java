/** Each subject's history of consent records. Start with {@link ConsentHistory}. */
@NullMarked
package com.anykoma.privacy.usage.consent;

import org.jspecify.annotations.NullMarked;
