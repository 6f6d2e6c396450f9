package com.anykoma.privacy.functions.edge;

/** A request that is answered with a 4xx: the message says what is wrong, and quotes nothing. */
final class Refusal extends RuntimeException {
  private final int status;

  Refusal(int status, String message) {
    super(message, null, false, false); // expected and frequent under attack: no stack
    this.status = status;
  }

  int status() {
    return status;
  }
}
