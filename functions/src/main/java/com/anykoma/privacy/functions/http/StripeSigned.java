package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Admits requests with Stripe's signature: checks method, encoding, size and signature in this
 * order, and returns the signed body. Stripe retries after a 500 (E8, E31; P17).
 */
public final class StripeSigned implements Admission<byte[]> {
  /** 1 MiB; Stripe's largest events have some hundred kilobytes. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final Log LOG = Log.of(StripeSigned.class);

  private final StripeSignature signature;
  private final InstantSource clock;

  /** Verifies with the webhook's signing secrets. */
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
                () -> new ClientError(BAD_REQUEST, "the Stripe-Signature header is missing"));
    signature.verify(header, body, clock.instant());
    return body;
  }

  private static byte[] body(HttpRequest request) throws IOException {
    if (!request.getMethod().equals("POST")) {
      throw new ClientError(METHOD_NOT_ALLOWED, "the webhook accepts only POST");
    }
    if (request
        .getFirstHeader("Content-Encoding")
        .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
        .isPresent()) {
      throw new ClientError(UNSUPPORTED_MEDIA_TYPE, "the body must not be compressed");
    }
    if (request.getContentLength() > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    return HttpFrame.body(request, MAX_BODY_BYTES).orElseThrow(StripeSigned::tooLarge);
  }

  private static ClientError tooLarge() {
    return new ClientError(
        CONTENT_TOO_LARGE, "the body exceeds the maximum of " + MAX_BODY_BYTES + " bytes");
  }

  @Override
  public void onClientError(ClientError error) {
    LOG.warning(
        "stripe request refused", LogField.STATUS.of(error.status()), LogField.place(error));
  }

  @Override
  public boolean isRetried() {
    return true;
  }
}
