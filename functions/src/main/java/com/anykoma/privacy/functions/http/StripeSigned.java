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
    Access.requireMethod(request, response, List.of("POST"));
    byte[] body = body(request);
    String header =
        request
            .getFirstHeader("Stripe-Signature")
            .orElseThrow(() -> new ClientError(400, "the Stripe-Signature header is missing"));
    signature.verify(header, body, clock.instant());
    return body;
  }

  private static byte[] body(HttpRequest request) throws IOException {
    if (request
        .getFirstHeader("Content-Encoding")
        .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
        .isPresent()) {
      throw new ClientError(415, "the body must not be compressed");
    }
    return HttpFrame.body(request, MAX_BODY_BYTES);
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
