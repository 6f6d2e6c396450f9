/**
 * Which content may be used for training: the stamp that each item gets when it is written, the
 * gate that reads the stamps, and the corpus behind the gate. Read {@link
 * com.anykoma.privacy.usage.training.TrainingGate} first.
 */
@NullMarked
package com.anykoma.privacy.usage.training;

import org.jspecify.annotations.NullMarked;
