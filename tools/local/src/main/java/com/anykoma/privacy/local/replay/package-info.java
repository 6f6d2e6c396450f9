/**
 * Replays recorded Stripe events against the functions and compares the plans that come of them.
 * Read {@link com.anykoma.privacy.local.replay.Replay} first.
 */
@NullMarked
package com.anykoma.privacy.local.replay;

import org.jspecify.annotations.NullMarked;
