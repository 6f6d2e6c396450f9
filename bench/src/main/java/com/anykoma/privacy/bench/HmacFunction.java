package com.anykoma.privacy.bench;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Reads the body and computes its HMAC-SHA-256: the limit of refusing a forged request. */
public final class HmacFunction implements HttpFunction {
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");

  @Override
  public void service(HttpRequest request, HttpResponse response)
      throws IOException, GeneralSecurityException {
    Mac mac = Mac.getInstance(KEY.getAlgorithm());
    mac.init(KEY);
    byte[] hash = mac.doFinal(request.getInputStream().readAllBytes());
    response.setStatusCode(400);
    response
        .getOutputStream()
        .write(HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII));
  }
}
