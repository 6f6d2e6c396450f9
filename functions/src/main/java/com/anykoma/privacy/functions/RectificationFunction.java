package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.RectificationHandler;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: corrects fields of the caller's account document. */
@Keeps({"P11", "P38"})
public final class RectificationFunction extends HttpFrame<VerifiedToken> {
  public RectificationFunction() {
    this(Wiring.of(RectificationFunction.class));
  }

  RectificationFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "PATCH"),
        new RectificationHandler(wiring.services().rectification()));
  }
}
