package com.anykoma.privacy.platform.embedded;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/** A key-encryption key that counts its uses. */
record CountingAead(Aead key, OperationCounts counts, String name) implements Aead {
  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    counts.increment(name + ".encrypt");
    return key.encrypt(plaintext, associatedData);
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
    counts.increment(name + ".decrypt");
    return key.decrypt(ciphertext, associatedData);
  }
}
