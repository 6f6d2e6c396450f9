/**
 * The command line {@code ./run}, which runs the product on one machine. Packages: {@code cli}
 * (most commands), {@code demo} and {@code replay} (the large commands), {@code app} and {@code
 * host} (the served product), {@code cloud} (the local cloud and event delivery), {@code report}
 * and {@code console} (output). Read {@link com.anykoma.privacy.local.Main} first.
 */
@NullMarked
package com.anykoma.privacy.local;

import org.jspecify.annotations.NullMarked;
