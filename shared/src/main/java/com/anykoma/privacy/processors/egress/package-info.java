/** The closed world of outbound hosts. Start with {@link OutboundHosts}. */
@NullMarked
package com.anykoma.privacy.processors.egress;

import org.jspecify.annotations.NullMarked;
