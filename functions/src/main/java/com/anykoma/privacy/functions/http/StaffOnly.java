package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/**
 * Lets staff through: signed-in people whose account carries the custom claim {@code staff: true}
 * at this moment. Everybody else is answered as if there were nothing (P18; ASVS 8.2.1).
 */
public final class StaffOnly implements Admission<VerifiedToken> {
  private static final int NOTHING = 404;

  private final Accounts accounts;
  private final SignedIn signedIn;

  /**
   * @param methods that are answered
   */
  public StaffOnly(Accounts accounts, String... methods) {
    this.accounts = accounts;
    this.signedIn = new SignedIn(accounts, methods);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    VerifiedToken asking = signedIn.admit(request, response);
    boolean isStaff =
        accounts
            .get(asking.subject())
            .map(Account::claims)
            .filter(claims -> Boolean.TRUE.equals(claims.get("staff")))
            .isPresent();
    if (!isStaff) {
      throw new ClientError(NOTHING, "there is nothing here");
    }
    return asking;
  }
}
