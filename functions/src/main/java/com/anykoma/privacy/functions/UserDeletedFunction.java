package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.AuthEvents;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.rights.erasure.ErasureService;

/** Firebase Auth deletion, either generation: begins the erasure of the person. */
@Keeps({"P3", "P20", "P23", "E13", "E14"})
public final class UserDeletedFunction extends EventEdge<SubjectId> {
  private final ErasureService erasures;

  public UserDeletedFunction() {
    this(Wiring.of(UserDeletedFunction.class));
  }

  UserDeletedFunction(Wiring wiring) {
    super(AuthEvents::deleted);
    this.erasures = wiring.erasures();
  }

  @Override
  protected void handle(SubjectId subject) {
    erasures.begin(subject, "account-deleted");
  }
}
