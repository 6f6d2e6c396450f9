/** A cloud on this machine, and the bridges of its events. Read {@link LocalPlatform} first. */
@NullMarked
package com.anykoma.privacy.local.cloud;

import org.jspecify.annotations.NullMarked;
