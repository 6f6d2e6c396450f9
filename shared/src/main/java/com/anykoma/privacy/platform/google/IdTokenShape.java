package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.google.api.client.auth.openidconnect.IdToken;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Check that an ID token has the claims that every token has. Firebase's library does not check for
 * them and fails with an internal error when one is missing.
 */
final class IdTokenShape {
  private IdTokenShape() {}

  /**
   * Parses an unverified token and returns the tenant that it names.
   *
   * @return the tenant in the token, which is untrusted; empty for none
   * @throws InvalidToken when it is not a JSON web token, or lacks an audience or a time; never
   *     quotes the token
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
