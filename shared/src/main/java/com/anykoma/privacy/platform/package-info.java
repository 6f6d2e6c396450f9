/** The six ports, one per outside system, their value types, {@link Topic}s and payloads. */
@NullMarked
package com.anykoma.privacy.platform;

import org.jspecify.annotations.NullMarked;
