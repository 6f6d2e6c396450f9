package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.platform.DocumentChange;

/** A write to an account's document: starts a subject's consent, applies objection and GPC. */
@Keeps({"P3", "P11", "P25"})
public final class AccountWrittenFunction extends EventFrame<DocumentChange> {
  public AccountWrittenFunction() {
    this(Wiring.of(AccountWrittenFunction.class));
  }

  AccountWrittenFunction(Wiring wiring) {
    super(wiring.documentEvents(), wiring.services().consent()::accountWritten);
  }
}
