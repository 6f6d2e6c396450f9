package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.SubjectId;
import java.util.Optional;

/** Opens cases and carries them to their outcome before the date that the law sets. */
public interface CaseService {
  /**
   * Opens a case, acknowledges it by e-mail and asks the person to prove control of the address. A
   * request that repeats an open case of the same address and kind is merged into it; the deadline
   * stays that of the first.
   *
   * @return the case's id: random, not personal data
   */
  String open(NewCase asked);

  /**
   * Records that the person controls the address from which the case came, and starts what it asks
   * for, exactly as if the account's owner had asked while signed in. Idempotent.
   *
   * @param subject the account with this address; empty without one
   * @return false if there is no such open case
   */
  boolean confirm(String caseId, Optional<SubjectId> subject);
}
