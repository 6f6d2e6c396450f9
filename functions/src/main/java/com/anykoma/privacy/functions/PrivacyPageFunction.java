package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.Anonymous;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.PrivacyPageHandler;

/**
 * HTTP, public: the privacy page with all its versions and their differences, the status of its
 * promises, and the question whether it was helpful.
 */
@Keeps({"P1", "P36", "P37"})
public final class PrivacyPageFunction extends HttpFrame<Anonymous.Caller> {
  public PrivacyPageFunction() {
    this(Wiring.of(PrivacyPageFunction.class));
  }

  PrivacyPageFunction(Wiring wiring) {
    this(wiring.privacyPage());
  }

  private PrivacyPageFunction(PrivacyPageHandler page) {
    super(page, page);
  }
}
