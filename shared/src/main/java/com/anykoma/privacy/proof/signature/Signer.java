package com.anykoma.privacy.proof.signature;

/** Signs statements with one Ed25519 key (RFC 8032). */
public interface Signer {
  /** The key's name: the thumbprint of its public key, see {@link PublicKey#thumbprint}. */
  String key();

  /** The signature over the message, 64 bytes. */
  byte[] sign(byte[] message);
}
