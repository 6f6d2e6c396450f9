package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.List;

/**
 * The HTTP side of what staff may ask for: an ID token of an account that carries the custom claim
 * {@code staff: true} at this moment. For everybody else there is nothing here (P18; ASVS 8.2.1).
 */
public abstract class StaffEdge extends SubjectEdge {
  private static final int NOTHING = 404;

  private final Accounts accounts;

  /**
   * @param methods that are answered
   */
  protected StaffEdge(Accounts accounts, List<String> methods) {
    super(accounts, methods);
    this.accounts = accounts;
  }

  /** Answers a request of somebody of staff. */
  protected abstract void answer(HttpRequest request, HttpResponse response) throws IOException;

  @Override
  protected final void handle(VerifiedToken asking, HttpRequest request, HttpResponse response)
      throws IOException {
    boolean isStaff =
        accounts
            .get(asking.subject())
            .map(Account::claims)
            .filter(claims -> Boolean.TRUE.equals(claims.get("staff")))
            .isPresent();
    if (!isStaff) {
      throw new Refusal(NOTHING, "there is nothing here");
    }
    answer(request, response);
  }
}
