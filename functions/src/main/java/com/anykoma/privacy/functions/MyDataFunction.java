package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.MyDataHandler;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: reports to the caller everything that is stored about them. */
@Keeps({"P18", "P22"})
public final class MyDataFunction extends HttpFrame<VerifiedToken> {
  public MyDataFunction() {
    this(Wiring.of(MyDataFunction.class));
  }

  MyDataFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "GET"), new MyDataHandler(wiring.services().accessReport()));
  }
}
