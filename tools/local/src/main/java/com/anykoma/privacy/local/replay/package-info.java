/** Replays recorded Stripe events through the webhook. Read {@link Replay} first. */
@NullMarked
package com.anykoma.privacy.local.replay;

import org.jspecify.annotations.NullMarked;
