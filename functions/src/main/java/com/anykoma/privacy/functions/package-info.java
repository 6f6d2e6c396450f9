/**
 * One thin class per deployed function, the configuration, and the only builder of services. {@link
 * DeployedFunction} lists the functions with their triggers: start there.
 */
@NullMarked
package com.anykoma.privacy.functions;

import org.jspecify.annotations.NullMarked;
