/**
 * Whose content may improve the service: the stamps, the gate that reads them, and the corpus it
 * guards.
 */
@NullMarked
package com.anykoma.privacy.training;

import org.jspecify.annotations.NullMarked;
