package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Logger;

/**
 * Lets requests through that Stripe has signed: size and signature are checked in this order, and
 * the handler gets the body that was signed. Stripe sends again what is answered with 500 (E8, E31;
 * P17).
 */
public final class StripeSigned implements Admission<byte[]> {
  /** Stripe's largest events have some hundred kilobytes. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final int MALFORMED = 400;
  private static final int WRONG_METHOD = 405;
  private static final int TOO_LARGE = 413;
  private static final int COMPRESSED = 415;
  private static final Logger LOG = Logger.getLogger(StripeSigned.class.getName());

  private final StripeSignature signature;
  private final InstantSource clock;

  /**
   * @param secrets the webhook's signing secrets
   */
  public StripeSigned(List<String> secrets, InstantSource clock) {
    this.signature = new StripeSignature(secrets);
    this.clock = clock;
  }

  @Override
  public byte[] admit(HttpRequest request, HttpResponse response) throws IOException {
    byte[] body = body(request);
    String header =
        request
            .getFirstHeader("Stripe-Signature")
            .orElseThrow(
                () -> new ClientError(MALFORMED, "the Stripe-Signature header is missing"));
    signature.verify(header, body, clock.instant());
    return body;
  }

  private static byte[] body(HttpRequest request) throws IOException {
    if (!request.getMethod().equals("POST")) {
      throw new ClientError(WRONG_METHOD, "a webhook takes POST only");
    }
    if (request
        .getFirstHeader("Content-Encoding")
        .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
        .isPresent()) {
      throw new ClientError(COMPRESSED, "a webhook's body is not compressed");
    }
    if (request.getContentLength() > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    return HttpFrame.body(request, MAX_BODY_BYTES).orElseThrow(StripeSigned::tooLarge);
  }

  private static ClientError tooLarge() {
    return new ClientError(TOO_LARGE, "a webhook's body has at most " + MAX_BODY_BYTES + " bytes");
  }

  @Override
  public void refused(ClientError refusal) {
    LOG.warning(
        "stripe request refused status=" + refusal.status() + " reason=" + refusal.getMessage());
  }

  @Override
  public boolean isRetried() {
    return true;
  }
}
