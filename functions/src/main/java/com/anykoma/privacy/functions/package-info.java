/**
 * One class per deployed function, their configuration and their wiring. Start with {@link
 * DeployedFunction}, which lists the functions with their triggers.
 */
@NullMarked
package com.anykoma.privacy.functions;

import org.jspecify.annotations.NullMarked;
