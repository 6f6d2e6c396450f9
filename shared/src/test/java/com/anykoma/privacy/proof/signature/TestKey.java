package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.platform.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;

/** A signing key of the Java platform, independent of the library that signs in production. */
public final class TestKey implements Signer {
  private final KeyPair pair;
  private final String name;

  public TestKey() {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      name = KeyRing.name(x());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The 32 bytes of the public key. */
  public Bytes x() {
    byte[] encoded = pair.getPublic().getEncoded();
    return Bytes.of(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(pair.getPrivate());
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
