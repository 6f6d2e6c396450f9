package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;

/**
 * The public half of an Ed25519 key. It is checked by the Java platform itself, not by the library
 * that signs.
 *
 * @param x its 32 bytes, as RFC 8032 has them
 */
record PublicKey(Bytes x) {
  static final int BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  PublicKey {
    if (x.toArray().length != BYTES) {
      throw new IllegalArgumentException("an Ed25519 key has " + BYTES + " bytes");
    }
    if (!Edwards25519.isSoundKey(x.toArray())) {
      throw new InvalidProof("a public key is no point of Ed25519, or one of small order");
    }
  }

  /** Its name: the thumbprint of RFC 7638 over its JSON Web Key (RFC 8037), 43 characters. */
  String thumbprint() {
    return Base64Url.of(
        Sha256.of(
            CanonicalJson.of(
                Map.of("crv", "Ed25519", "kty", "OKP", "x", Base64Url.of(x.toArray())))));
  }

  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(concat(HEADER, x.toArray()))));
      ed25519.update(message);
      return signature.length == SIGNATURE_BYTES && ed25519.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new InvalidProof("a public key is none of Ed25519");
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
