/**
 * The story of {@code ./run demo}: people's data from sign-up to certificate, with each claim
 * checked. Read {@link com.anykoma.privacy.local.demo.Story} first.
 */
@NullMarked
package com.anykoma.privacy.local.demo;

import org.jspecify.annotations.NullMarked;
