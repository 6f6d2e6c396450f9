/** Repairs the effects of lost events (decision 4). Read {@link RepairService} first. */
@NullMarked
package com.anykoma.privacy.repair;

import org.jspecify.annotations.NullMarked;
