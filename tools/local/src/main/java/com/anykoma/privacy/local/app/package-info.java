/**
 * The fake of the app, the Firebase console and Stripe, and the status page of a served cloud. Read
 * {@link com.anykoma.privacy.local.app.FakeApp} first.
 */
@NullMarked
package com.anykoma.privacy.local.app;

import org.jspecify.annotations.NullMarked;
