package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/**
 * Admits staff: signed-in people whose account currently has the custom claim {@code staff: true}.
 * The claim is read from the account, not from the token, so that its removal takes effect at once.
 * Other callers get 404 (P18; ASVS 8.2.1).
 */
public final class StaffOnly implements Admission<VerifiedToken> {
  private static final int NOT_FOUND = 404;

  private final Accounts accounts;
  private final SignedIn signedIn;

  /** Admits requests with these HTTP methods. */
  public StaffOnly(Accounts accounts, String... methods) {
    this.accounts = accounts;
    this.signedIn = new SignedIn(accounts, methods);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    VerifiedToken caller = signedIn.admit(request, response);
    boolean isStaff =
        accounts
            .get(caller.subject())
            .map(Account::claims)
            .filter(claims -> Boolean.TRUE.equals(claims.get("staff")))
            .isPresent();
    if (!isStaff) {
      throw new ClientError(NOT_FOUND, "not found");
    }
    return caller;
  }
}
