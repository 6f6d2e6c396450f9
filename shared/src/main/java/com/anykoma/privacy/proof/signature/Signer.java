package com.anykoma.privacy.proof.signature;

/** What signs statements: one Ed25519 key (RFC 8032), whose owner keeps it elsewhere. */
public interface Signer {
  /** The key's name: the thumbprint of its public half, see {@link PublicKey#thumbprint}. */
  String key();

  /** The 64 bytes of the signature over the message. */
  byte[] sign(byte[] message);
}
