/** The story of {@code ./run demo}, with each claim checked. Read {@link Story} first. */
@NullMarked
package com.anykoma.privacy.local.demo;

import org.jspecify.annotations.NullMarked;
