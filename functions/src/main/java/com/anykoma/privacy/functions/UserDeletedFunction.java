package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.events.AuthEvents;
import com.anykoma.privacy.functions.events.EventFrame;

/** Firebase Auth deletion, either generation: requests the erasure of the account's subject. */
@Keeps({"P3", "P20", "P23", "E13", "E14"})
public final class UserDeletedFunction extends EventFrame<SubjectId> {
  public UserDeletedFunction() {
    this(Wiring.of(UserDeletedFunction.class));
  }

  UserDeletedFunction(Wiring wiring) {
    super(AuthEvents::deleted, wiring.services().erasures()::accountDeleted);
  }
}
