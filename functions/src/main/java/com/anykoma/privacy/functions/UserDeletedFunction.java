package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.functions.edge.AuthEvents;
import com.anykoma.privacy.functions.edge.EventEdge;

/** Firebase Auth deletion, either generation: nothing more is written about the subject. */
@Keeps({"P3", "P23", "E13", "E14"})
public final class UserDeletedFunction extends EventEdge<SubjectId> {
  private final ConsentService consents;

  public UserDeletedFunction() {
    this(Wiring.of(UserDeletedFunction.class));
  }

  UserDeletedFunction(Wiring wiring) {
    super(AuthEvents::deleted);
    this.consents = wiring.consent();
  }

  @Override
  protected void handle(SubjectId subject) {
    consents.end(subject, "account-deleted");
  }
}
