package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.ContentHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.SignedIn;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, ID token: decrypts and returns the caller's own content. */
@Keeps({"P10", "P16", "P22"})
public final class ContentFunction extends HttpFrame<VerifiedToken> {
  public ContentFunction() {
    this(Wiring.of(ContentFunction.class));
  }

  ContentFunction(Wiring wiring) {
    super(
        new SignedIn(wiring.access(), "GET", "HEAD"),
        new ContentHandler(wiring.services().contentAccess()));
  }
}
