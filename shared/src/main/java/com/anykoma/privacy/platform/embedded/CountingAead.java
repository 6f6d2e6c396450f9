package com.anykoma.privacy.platform.embedded;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/** A key-encryption key that counts its uses. */
final class CountingAead implements Aead {
  private final Aead key;
  private final OperationCounts counts;
  private final String name;

  CountingAead(Aead key, OperationCounts counts, String name) {
    this.key = key;
    this.counts = counts;
    this.name = name;
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    counts.one(name + ".encrypt");
    return key.encrypt(plaintext, associatedData);
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
    counts.one(name + ".decrypt");
    return key.decrypt(ciphertext, associatedData);
  }
}
