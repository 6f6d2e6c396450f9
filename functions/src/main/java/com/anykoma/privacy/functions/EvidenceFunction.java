package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.http.EvidenceHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.functions.http.StaffOnly;
import com.anykoma.privacy.functions.http.StaffRole;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;

/** HTTP, staff: the state of orders, certificates, checkpoints and public keys, without uids. */
@Keeps({"P18", "P20", "P23"})
public final class EvidenceFunction extends HttpFrame<VerifiedToken> {
  public EvidenceFunction() {
    this(Wiring.of(EvidenceFunction.class));
  }

  EvidenceFunction(Wiring wiring) {
    super(
        new StaffOnly(wiring.access(), StaffRole.EVIDENCE, "GET"),
        new EvidenceHandler(wiring.services().orders(), wiring.services().evidence()));
  }
}
