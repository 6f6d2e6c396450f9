/**
 * The text and JSON formats of orders, proofs and gate decisions, for commands and the status page.
 * Read {@link com.anykoma.privacy.local.report.OrdersText} first.
 */
@NullMarked
package com.anykoma.privacy.local.report;

import org.jspecify.annotations.NullMarked;
