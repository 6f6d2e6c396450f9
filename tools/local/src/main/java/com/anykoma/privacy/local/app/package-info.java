/** The fake of the app, the console and Stripe, and the status page. Read {@link FakeApp} first. */
@NullMarked
package com.anykoma.privacy.local.app;

import org.jspecify.annotations.NullMarked;
