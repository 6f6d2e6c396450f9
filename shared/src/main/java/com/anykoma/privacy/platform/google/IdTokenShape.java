package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.google.api.client.auth.openidconnect.IdToken;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What every ID token has, whoever signed it. Firebase's library takes it for granted, and fails
 * over a token without it as if it were broken itself.
 */
final class IdTokenShape {
  private IdTokenShape() {}

  /**
   * Refuses what is no JSON web token or lacks an audience or a time.
   *
   * @return the tenant that it says its account is in, unverified
   * @throws InvalidToken never quoting the token
   */
  static Optional<String> claimedTenant(String idToken) {
    IdToken.Payload claims = claims(idToken);
    if (!(claims.getAudience() instanceof String)
        || claims.getIssuedAtTimeSeconds() == null
        || claims.getExpirationTimeSeconds() == null
        || claims.getAuthorizationTimeSeconds() == null) {
      throw new InvalidToken("not a token");
    }
    return claims.get("firebase") instanceof Map<?, ?> ours
            && ours.get("tenant") instanceof String tenant
            && !tenant.isEmpty()
        ? Optional.of(tenant)
        : Optional.empty();
  }

  private static IdToken.Payload claims(String idToken) {
    try {
      return IdToken.parse(GsonFactory.getDefaultInstance(), idToken).getPayload();
    } catch (IOException | RuntimeException e) { // the parser's failures are of any type
      throw new InvalidToken("not a token");
    }
  }
}
