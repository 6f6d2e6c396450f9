/** The text and JSON of orders, proofs and decisions. Read {@link OrdersText} first. */
@NullMarked
package com.anykoma.privacy.local.report;

import org.jspecify.annotations.NullMarked;
