/**
 * The story that {@code ./run demo} tells: one person's data from sign-up to certificate, each
 * claim checked. Read {@link com.anykoma.privacy.local.demo.PlanStory} first.
 */
@NullMarked
package com.anykoma.privacy.local.demo;

import org.jspecify.annotations.NullMarked;
