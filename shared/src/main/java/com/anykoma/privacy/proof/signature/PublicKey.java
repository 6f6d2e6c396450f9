package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;

/**
 * An Ed25519 public key. The Java platform verifies signatures, not the library that signs.
 *
 * @param x the 32 bytes of RFC 8032
 */
record PublicKey(Bytes x) {
  static final int BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** The bytes before the key in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  PublicKey {
    if (x.toArray().length != BYTES) {
      throw new IllegalArgumentException("an Ed25519 key must have " + BYTES + " bytes");
    }
    if (!Edwards25519.isValidKey(x.toArray())) {
      throw new InvalidProof("a public key is not a point of Ed25519, or is of small order");
    }
  }

  /** The key's name: the RFC 7638 thumbprint of its JSON Web Key (RFC 8037), 43 characters. */
  String thumbprint() {
    return Base64Url.of(
        Sha256.of(
            CanonicalJson.of(
                Map.of("crv", "Ed25519", "kty", "OKP", "x", Base64Url.of(x.toArray())))));
  }

  boolean verifies(byte[] message, byte[] signature) {
    byte[] subjectPublicKeyInfo =
        ByteBuffer.allocate(HEADER.length + BYTES).put(HEADER).put(x.toArray()).array();
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo)));
      ed25519.update(message);
      return signature.length == SIGNATURE_BYTES && ed25519.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new InvalidProof("a public key is not an Ed25519 key");
    }
  }
}
