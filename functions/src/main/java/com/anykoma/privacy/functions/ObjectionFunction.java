package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.subject.Objection.Signal;

/** HTTP, ID token: records or withdraws the caller's objection, or signs receipts of consent. */
@Keeps({"P22", "P25", "P38"})
public final class ObjectionFunction extends HttpFrame<VerifiedToken> {
  public ObjectionFunction() {
    this(Wiring.of(ObjectionFunction.class));
  }

  ObjectionFunction(Wiring wiring) {
    super(new SignedIn(wiring.access(), "GET", "PUT", "DELETE"), wiring.signals(Signal.OBJECTION));
  }
}
