package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.mail.EmailAddress;
import java.util.Optional;

/** Single-use links that prove that a person controls an e-mail address. */
public interface EmailLinks {
  /**
   * Creates a link for a case. Repeating it replaces the earlier link of the case.
   *
   * @return the address of the page with the token in its fragment, which no server logs
   */
  String create(EmailAddress address, String caseId);

  /** Uses a token: the case that it proves control for; empty if it is unknown, used or expired. */
  Optional<Proof> use(String token);

  /** Proof that a person controls the address from which a case came. */
  record Proof(EmailAddress address, String caseId) {}
}
