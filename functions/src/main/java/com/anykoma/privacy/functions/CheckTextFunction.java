package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.CheckTextHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: reports the personal data in a text before the app stores it. */
@Keeps("P32")
public final class CheckTextFunction extends HttpFrame<VerifiedToken> {
  public CheckTextFunction() {
    this(Wiring.of(CheckTextFunction.class));
  }

  CheckTextFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "POST"),
        new CheckTextHandler(wiring.services().textDetector()));
  }
}
