package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.MailIntakeHandler;
import java.util.Map;

/**
 * HTTP: makes cases of the e-mails to support that the mail provider forwards with its signature.
 */
@Keeps({"P17", "P26", "P38"})
public final class MailIntakeFunction extends HttpFrame<Map<String, String>> {
  public MailIntakeFunction() {
    this(Wiring.of(MailIntakeFunction.class));
  }

  MailIntakeFunction(Wiring wiring) {
    this(wiring.mailIntake());
  }

  private MailIntakeFunction(MailIntakeHandler handler) {
    super(handler, handler);
  }
}
