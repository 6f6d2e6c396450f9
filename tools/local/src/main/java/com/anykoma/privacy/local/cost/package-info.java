/**
 * Estimates a month's bill from the operations of each event. Read {@link
 * com.anykoma.privacy.local.cost.CostModel} first.
 */
@NullMarked
package com.anykoma.privacy.local.cost;

import org.jspecify.annotations.NullMarked;
