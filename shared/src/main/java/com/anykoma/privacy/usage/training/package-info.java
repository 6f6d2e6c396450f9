/**
 * Decides which content may be used for training: each item is stamped when it is written, the gate
 * decides by the stamp, and the corpus lists the admitted items. Start with {@link
 * com.anykoma.privacy.usage.training.TrainingGate}.
 */
@NullMarked
package com.anykoma.privacy.usage.training;

import org.jspecify.annotations.NullMarked;
