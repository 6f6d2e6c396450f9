/**
 * The commands of {@code ./run} that show, prove, remove, check and serve, with their options. Each
 * command is a class of its own; read {@link com.anykoma.privacy.local.cli.OrdersCommand} first.
 */
@NullMarked
package com.anykoma.privacy.local.cli;

import org.jspecify.annotations.NullMarked;
