package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.subject.Objection.Signal;

/** HTTP, ID token: restricts the use of the caller's data to storage, or lifts the restriction. */
@Keeps("P38")
public final class RestrictionFunction extends HttpFrame<VerifiedToken> {
  public RestrictionFunction() {
    this(Wiring.of(RestrictionFunction.class));
  }

  RestrictionFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "GET", "PUT", "DELETE"), wiring.signals(Signal.RESTRICTION));
  }
}
