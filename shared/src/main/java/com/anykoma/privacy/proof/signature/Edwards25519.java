package com.anykoma.privacy.proof.signature;

import java.math.BigInteger;

/**
 * The curve of Ed25519, as far as the validation of public keys needs it. Its points solve -x^2 +
 * y^2 = 1 + d x^2 y^2 modulo p. A key is a point's y in 32 little-endian bytes, with the sign of x
 * in the highest bit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1">RFC 8032, section 5.1</a>
 */
final class Edwards25519 {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      quotient(BigInteger.valueOf(-121665), BigInteger.valueOf(121666));

  /** The cofactor is 8: 3 doublings take every point of small order to the neutral element. */
  private static final int DOUBLINGS = 3;

  private Edwards25519() {}

  /** Whether it encodes a point canonically, not of small order, which would sign many messages. */
  static boolean isValidKey(byte[] key) {
    BigInteger y = littleEndian(key).clearBit(255);
    return y.compareTo(P) < 0 && isOnCurve(y) && !isOfSmallOrder(y);
  }

  private static boolean isOnCurve(BigInteger y) {
    BigInteger euler = xSquared(y).modPow(P.subtract(ONE).shiftRight(1), P);
    return euler.signum() == 0 || euler.equals(ONE);
  }

  private static boolean isOfSmallOrder(BigInteger y) {
    BigInteger multiple = y;
    for (int i = 0; i < DOUBLINGS; i++) {
      multiple = doubled(multiple);
    }
    return multiple.equals(ONE);
  }

  /** The y of twice the point with this y: (y^2 + x^2) / (2 + x^2 - y^2). */
  private static BigInteger doubled(BigInteger y) {
    BigInteger xx = xSquared(y);
    BigInteger yy = y.multiply(y);
    return quotient(yy.add(xx), TWO.add(xx).subtract(yy));
  }

  /** By the curve's equation: (y^2 - 1) / (d y^2 + 1). */
  private static BigInteger xSquared(BigInteger y) {
    BigInteger yy = y.multiply(y);
    return quotient(yy.subtract(ONE), D.multiply(yy).add(ONE));
  }

  private static BigInteger quotient(BigInteger dividend, BigInteger divisor) {
    return dividend.multiply(divisor.modInverse(P)).mod(P);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[bytes.length - 1 - i] = bytes[i];
    }
    return new BigInteger(1, bigEndian);
  }
}
