package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.CasesHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.StaffOnly;
import com.anykoma.privacy.functions.http.StaffRole;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, staff: requests from people, by the date until which the law wants an answer. */
@Keeps({"P18", "P26", "P38"})
public final class CasesFunction extends HttpFrame<VerifiedToken> {
  public CasesFunction() {
    this(Wiring.of(CasesFunction.class));
  }

  CasesFunction(Wiring wiring) {
    super(
        new StaffOnly(wiring.access(), StaffRole.CASES, "GET", "POST"),
        new CasesHandler(wiring.services().caseDesk(wiring.pages()), wiring.clock()));
  }
}
