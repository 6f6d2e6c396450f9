/**
 * The commands of {@code ./run} and their shared options, one class per command; read {@link
 * com.anykoma.privacy.local.cli.OrdersCommand} first.
 */
@NullMarked
package com.anykoma.privacy.local.cli;

import org.jspecify.annotations.NullMarked;
