package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.Anonymous;
import com.anykoma.privacy.functions.http.EmailRequestsHandler;
import com.anykoma.privacy.functions.http.HttpFrame;

/** HTTP, public: requests of people who are not signed in, who prove control of an e-mail. */
@Keeps({"P22", "P23", "P24", "P38"})
public final class EmailRequestsFunction extends HttpFrame<String> {
  public EmailRequestsFunction() {
    this(Wiring.of(EmailRequestsFunction.class));
  }

  EmailRequestsFunction(Wiring wiring) {
    super(
        new Anonymous("EmailRequests", "GET", "POST"),
        new EmailRequestsHandler(wiring.emailRequests()));
  }
}
