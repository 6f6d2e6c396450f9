package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts.InvalidToken;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Micros;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwtHmacParameters;
import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.JwtMacConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.RawJwt;
import com.google.crypto.tink.jwt.VerifiedJwt;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** ID tokens in the format of Firebase Auth, signed with HMAC-SHA-256 and a key from a file. */
final class IdTokens {
  static final String ISSUER = "https://securetoken.google.com/anykoma-embedded";
  static final String AUDIENCE = "anykoma-embedded";
  static final Duration VALID_FOR = Duration.ofHours(1);

  private static final int MAX_CHARACTERS = 16_384;
  private static final double MICROS_PER_SECOND = 1e6;

  private final JwtMac mac;
  private final InstantSource clock;
  private final JwtValidator validator;

  private IdTokens(JwtMac mac, InstantSource clock) {
    this.mac = mac;
    this.clock = clock;
    this.validator =
        JwtValidator.newBuilder()
            .ignoreIssuer()
            .ignoreAudiences()
            .ignoreTypeHeader()
            .setClock(clock.withZone(ZoneOffset.UTC))
            .build();
  }

  /** Opens the key in {@code file}; creates it if the file does not exist. */
  static IdTokens open(Path file, InstantSource clock) {
    try {
      JwtMacConfig.register();
      JwtHmacParameters parameters =
          JwtHmacParameters.builder()
              .setKeySizeBytes(32)
              .setAlgorithm(JwtHmacParameters.Algorithm.HS256)
              .setKidStrategy(JwtHmacParameters.KidStrategy.IGNORED)
              .build();
      KeysetHandle key = KeyFile.keyset(file, parameters);
      return new IdTokens(key.getPrimitive(RegistryConfiguration.get(), JwtMac.class), clock);
    } catch (GeneralSecurityException e) {
      throw new StoreFailure("cannot use the key of the ID tokens", e);
    }
  }

  /** Issues a token that is valid for one hour. */
  String issue(
      SubjectId subject,
      Instant signedInAt,
      String issuer,
      String audience,
      Map<String, Object> claims) {
    try {
      long now = clock.instant().getEpochSecond();
      JsonObject token = new Gson().toJsonTree(claims).getAsJsonObject();
      token.addProperty("iss", issuer);
      token.addProperty("aud", audience);
      token.addProperty("sub", subject.value());
      token.addProperty("user_id", subject.value());
      token.addProperty("iat", now);
      token.addProperty("exp", now + VALID_FOR.toSeconds());
      token.addProperty("auth_time", Micros.of(signedInAt) / MICROS_PER_SECOND);
      return mac.computeMacAndEncode(RawJwt.fromJsonPayload(Optional.empty(), token.toString()));
    } catch (GeneralSecurityException e) {
      throw new StoreFailure("cannot sign an ID token", e);
    }
  }

  /** Verifies signature, issuer, audience and times, and returns the content. */
  VerifiedToken verify(String token) {
    requireOurAlgorithm(token);
    try {
      VerifiedJwt verified = mac.verifyMacAndDecode(token, validator);
      if (!verified.hasIssuer() || !verified.getIssuer().equals(ISSUER)) {
        throw new InvalidToken("wrong issuer");
      }
      if (!verified.hasAudiences() || !verified.getAudiences().contains(AUDIENCE)) {
        throw new InvalidToken("wrong audience");
      }
      return new VerifiedToken(
          new SubjectId(verified.getSubject()),
          Micros.toInstant(Math.round(verified.getNumberClaim("auth_time") * MICROS_PER_SECOND)));
    } catch (JwtInvalidException e) {
      throw new InvalidToken("expired");
    } catch (GeneralSecurityException e) {
      throw new InvalidToken("wrong signature");
    }
  }

  private static void requireOurAlgorithm(String token) {
    if (token.length() > MAX_CHARACTERS) {
      throw new InvalidToken("not a token");
    }
    if (!"HS256".equals(header(token).getAlgorithm())) {
      throw new InvalidToken("wrong algorithm");
    }
  }

  private static JsonWebSignature.Header header(String token) {
    try {
      return JsonWebSignature.parse(GsonFactory.getDefaultInstance(), token).getHeader();
    } catch (IOException | RuntimeException e) { // the parser's failures are of any type
      throw new InvalidToken("not a token");
    }
  }
}
