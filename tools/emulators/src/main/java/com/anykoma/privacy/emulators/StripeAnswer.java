package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;

/** An answer of Stripe's API: an HTTP status and a JSON object. */
record StripeAnswer(int status, JsonObject body) {}
