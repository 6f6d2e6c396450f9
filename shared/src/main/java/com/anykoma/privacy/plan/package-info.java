/**
 * Which plan a subject is on, and whose content is protected, as a function of what Stripe said.
 */
@NullMarked
package com.anykoma.privacy.plan;

import org.jspecify.annotations.NullMarked;
