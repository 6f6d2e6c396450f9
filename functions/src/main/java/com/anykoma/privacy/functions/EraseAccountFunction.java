package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.EraseAccountHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: accepts the caller's erasure request, reports its state, or cancels it. */
@Keeps({"P20", "P23", "P38"})
public final class EraseAccountFunction extends HttpFrame<VerifiedToken> {
  public EraseAccountFunction() {
    this(Wiring.of(EraseAccountFunction.class));
  }

  EraseAccountFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "GET", "POST", "DELETE"),
        new EraseAccountHandler(wiring.services().erasures(), wiring.clock()));
  }
}
