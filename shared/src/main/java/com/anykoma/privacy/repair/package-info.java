/**
 * Repairs the effects of lost events and tasks from stored state, for all parts of the privacy page
 * (decision 4). Read {@link com.anykoma.privacy.repair.RepairService} first.
 */
@NullMarked
package com.anykoma.privacy.repair;

import org.jspecify.annotations.NullMarked;
