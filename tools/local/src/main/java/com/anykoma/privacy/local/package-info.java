/**
 * The command line of one machine: {@code ./run}. Its packages are {@code cli} (the commands),
 * {@code demo}, {@code replay} and {@code cost} (the large ones), {@code app} and {@code host} (the
 * served product), {@code cloud} (what it runs on), {@code report} and {@code console} (what is
 * printed). Read {@link com.anykoma.privacy.local.Main} first.
 */
@NullMarked
package com.anykoma.privacy.local;

import org.jspecify.annotations.NullMarked;
