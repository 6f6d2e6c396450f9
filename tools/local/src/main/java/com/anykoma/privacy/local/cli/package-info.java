/** The commands of {@code ./run}, one class each; read {@link OrdersCommand} first. */
@NullMarked
package com.anykoma.privacy.local.cli;

import org.jspecify.annotations.NullMarked;
