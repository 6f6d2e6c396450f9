/**
 * The texts and the JSON that commands and the status page show of orders, proofs and gates. Read
 * {@link com.anykoma.privacy.local.report.OrdersText} first.
 */
@NullMarked
package com.anykoma.privacy.local.report;

import org.jspecify.annotations.NullMarked;
