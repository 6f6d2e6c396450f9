/** The deployed functions, their configuration and wiring. Start with {@link DeployedFunction}. */
@NullMarked
package com.anykoma.privacy.functions;

import org.jspecify.annotations.NullMarked;
