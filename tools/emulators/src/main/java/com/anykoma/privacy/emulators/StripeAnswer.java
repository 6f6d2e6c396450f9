package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;

/** What Stripe answers: an HTTP status and a JSON object. */
record StripeAnswer(int status, JsonObject body) {}
