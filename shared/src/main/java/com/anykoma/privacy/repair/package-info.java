/**
 * Repairs from state what a lost event or task left undone, for all headings (decision 4). Read
 * {@link com.anykoma.privacy.repair.RepairService} first.
 */
@NullMarked
package com.anykoma.privacy.repair;

import org.jspecify.annotations.NullMarked;
