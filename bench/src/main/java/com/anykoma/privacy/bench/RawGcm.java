package com.anykoma.privacy.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM as the Java platform's own provider makes it, and nothing else: one fixed key,
 * segments of {@value #SEGMENT_BYTES} bytes at most, each with a nonce of 8 random bytes per stream
 * and a number. No key management, no associated data, no protection against cutting off: the least
 * that encrypting can cost. For one thread at a time.
 */
final class RawGcm {
  static final int SEGMENT_BYTES = 64 * 1024;

  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int RANDOM_BYTES = 8;
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");

  private final SecureRandom random = new SecureRandom();
  private final Cipher cipher;
  private final byte[] plain;
  private final byte[] sealed;

  /**
   * @param plainSize of what is to be encrypted or decrypted, so that no more room is made
   */
  RawGcm(long plainSize) throws GeneralSecurityException {
    cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    plain = new byte[(int) Math.min(SEGMENT_BYTES, plainSize)];
    sealed = new byte[plain.length + TAG_BYTES];
  }

  /** How many bytes a ciphertext of so many bytes holds. */
  static long plainSize(long sealedSize) {
    long segment = SEGMENT_BYTES + TAG_BYTES;
    long segments = (sealedSize - RANDOM_BYTES + segment - 1) / segment;
    return sealedSize - RANDOM_BYTES - segments * TAG_BYTES;
  }

  void encrypt(InputStream in, OutputStream out) throws IOException, GeneralSecurityException {
    byte[] prefix = new byte[RANDOM_BYTES];
    random.nextBytes(prefix);
    out.write(prefix);
    pass(Cipher.ENCRYPT_MODE, prefix, in, plain, sealed, out);
  }

  void decrypt(InputStream in, OutputStream out) throws IOException, GeneralSecurityException {
    byte[] prefix = in.readNBytes(RANDOM_BYTES);
    pass(Cipher.DECRYPT_MODE, prefix, in, sealed, plain, out);
  }

  private void pass(
      int mode, byte[] prefix, InputStream in, byte[] from, byte[] to, OutputStream out)
      throws IOException, GeneralSecurityException {
    int number = 0;
    for (int read = in.readNBytes(from, 0, from.length);
        read > 0;
        read = in.readNBytes(from, 0, from.length)) {
      byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).put(prefix).putInt(number++).array();
      cipher.init(mode, KEY, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      out.write(to, 0, cipher.doFinal(from, 0, read, to, 0));
    }
  }

  /** The bytes a second of encrypting an object in memory, again and again. */
  static double encrypting(byte[] object, int times) throws IOException, GeneralSecurityException {
    RawGcm gcm = new RawGcm(object.length);
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      gcm.encrypt(new ByteArrayInputStream(object), OutputStream.nullOutputStream());
    }
    return perSecond(object, times, start);
  }

  /** The same of decrypting, counting what comes out. */
  static double decrypting(byte[] object, int times) throws IOException, GeneralSecurityException {
    RawGcm gcm = new RawGcm(object.length);
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    gcm.encrypt(new ByteArrayInputStream(object), encrypted);
    byte[] bytes = encrypted.toByteArray();
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      gcm.decrypt(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }
    return perSecond(object, times, start);
  }

  private static double perSecond(byte[] object, int times, long start) {
    return (double) object.length * times * 1e9 / (System.nanoTime() - start);
  }
}
