/** The register of processors. Start with {@link Processors}. */
@NullMarked
package com.anykoma.privacy.processors.register;

import org.jspecify.annotations.NullMarked;
