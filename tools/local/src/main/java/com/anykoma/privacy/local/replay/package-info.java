/**
 * Replays recorded Stripe events through the webhook and reports the resulting plans. Read {@link
 * com.anykoma.privacy.local.replay.Replay} first.
 */
@NullMarked
package com.anykoma.privacy.local.replay;

import org.jspecify.annotations.NullMarked;
