package com.anykoma.privacy.bench;

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
 * AES-256-GCM with the JDK's provider and one fixed key, in segments of at most {@value
 * #SEGMENT_BYTES} bytes. A segment's nonce consists of 8 random bytes per stream and the segment
 * number. Has no key management, no associated data and no protection against truncation, so it
 * shows the minimal cost of encryption. Not thread-safe.
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

  /** Allocates buffers for an object of this size. */
  RawGcm(long plainSize) throws GeneralSecurityException {
    cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    plain = new byte[(int) Math.min(SEGMENT_BYTES, plainSize)];
    sealed = new byte[plain.length + TAG_BYTES];
  }

  /** The plaintext size for a ciphertext size, in bytes. */
  static long plainSize(long sealedSize) {
    long segment = SEGMENT_BYTES + TAG_BYTES;
    long segments = (sealedSize - RANDOM_BYTES + segment - 1) / segment;
    return sealedSize - RANDOM_BYTES - segments * TAG_BYTES;
  }

  void encrypt(InputStream in, OutputStream out) throws IOException, GeneralSecurityException {
    byte[] prefix = new byte[RANDOM_BYTES];
    random.nextBytes(prefix);
    out.write(prefix);
    process(Cipher.ENCRYPT_MODE, prefix, in, plain, sealed, out);
  }

  void decrypt(InputStream in, OutputStream out) throws IOException, GeneralSecurityException {
    process(Cipher.DECRYPT_MODE, in.readNBytes(RANDOM_BYTES), in, sealed, plain, out);
  }

  private void process(
      int mode, byte[] prefix, InputStream in, byte[] from, byte[] to, OutputStream out)
      throws IOException, GeneralSecurityException {
    int read = in.readNBytes(from, 0, from.length);
    for (int number = 0; read > 0; number++) {
      byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).put(prefix).putInt(number).array();
      cipher.init(mode, KEY, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      out.write(to, 0, cipher.doFinal(from, 0, read, to, 0));
      read = in.readNBytes(from, 0, from.length);
    }
  }
}
