package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.ExportHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: starts, reports, cancels, and streams an export of the caller's data. */
@Keeps({"P22", "P24"})
public final class ExportFunction extends HttpFrame<VerifiedToken> {
  public ExportFunction() {
    this(Wiring.of(ExportFunction.class));
  }

  ExportFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "GET", "HEAD", "POST", "DELETE"),
        new ExportHandler(wiring.services().exports(), wiring.clock()));
  }
}
