/** One thin class per deployed function, the configuration, and the only builder of services. */
@NullMarked
package com.anykoma.privacy.functions;

import org.jspecify.annotations.NullMarked;
