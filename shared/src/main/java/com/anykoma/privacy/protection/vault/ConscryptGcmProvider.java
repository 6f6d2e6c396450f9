package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.log.Log;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.conscrypt.Conscrypt;

/**
 * A security provider that makes Tink encrypt with Conscrypt's AES-GCM. The JDK's AES-GCM reaches
 * about 60 MB/s until the JIT has compiled it, which a cold instance rarely lives to see; Conscrypt
 * is native code and fast at once. This class adds no cryptography. It passes whole arrays to
 * Conscrypt, which is up to 20 times slower with the buffers that Tink passes
 * (docs/decisions/0019). If Conscrypt has no library for the machine, the JDK's cipher stays.
 */
final class ConscryptGcmProvider extends Provider {
  private static final Log LOG = Log.of(ConscryptGcmProvider.class);
  private static final String NAME = "AnyKomaFastGcm";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private ConscryptGcmProvider() {
    super(NAME, "1.0", "AES-GCM of Conscrypt, called with arrays");
    put("Cipher." + TRANSFORMATION, BufferingCipher.class.getName());
  }

  /** Makes this provider the first choice of the process for AES-GCM. Idempotent. */
  static synchronized void install() {
    if (Security.getProvider(NAME) != null) {
      return;
    }
    if (Conscrypt.isAvailable()) {
      Security.insertProviderAt(new ConscryptGcmProvider(), 1);
    } else {
      LOG.warning("Conscrypt has no library for this machine; encryption is slow until compiled");
    }
  }

  /** A cipher that buffers its input; {@link Cipher} instantiates it by class name. */
  public static final class BufferingCipher extends CipherSpi {
    private static final Provider CONSCRYPT = Conscrypt.newProvider();

    /** JNI copies the whole array, so a small part of a large array is copied out first. */
    private static final int MAX_UNUSED_BYTES = 16 * 1024;

    private final Cipher cipher;
    private byte[] buffered = new byte[0];
    private int count;

    public BufferingCipher() throws GeneralSecurityException {
      cipher = Cipher.getInstance(TRANSFORMATION, CONSCRYPT);
    }

    @Override
    protected void engineSetMode(String mode) {
      // fixed by the transformation
    }

    @Override
    protected void engineSetPadding(String padding) {
      // fixed by the transformation
    }

    @Override
    protected int engineGetBlockSize() {
      return cipher.getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
      return cipher.getOutputSize(count + inputLength);
    }

    @Override
    protected byte[] engineGetIV() {
      return cipher.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return cipher.getParameters();
    }

    @Override
    protected int engineGetKeySize(Key key) {
      return key.getEncoded().length * Byte.SIZE;
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
      reset(mode);
      cipher.init(mode, key, random);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      reset(mode);
      cipher.init(mode, key, parameters, random);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      reset(mode);
      cipher.init(mode, key, parameters, random);
    }

    /** Rejects key wrapping, so that the JDK's cipher handles it. */
    private void reset(int mode) throws InvalidKeyException {
      if (mode != Cipher.ENCRYPT_MODE && mode != Cipher.DECRYPT_MODE) {
        throw new InvalidKeyException("only encryption and decryption are supported");
      }
      count = 0;
    }

    @Override
    protected void engineUpdateAAD(byte[] data, int offset, int length) {
      cipher.updateAAD(data, offset, length);
    }

    @Override
    protected void engineUpdateAAD(ByteBuffer data) {
      cipher.updateAAD(data);
    }

    /** Returns no bytes: plaintext must not be released before the tag is verified. */
    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      add(length);
      System.arraycopy(input, offset, buffered, count - length, length);
      return new byte[0];
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
      return engineUpdate(input, offset, length).length;
    }

    @Override
    protected int engineUpdate(ByteBuffer input, ByteBuffer output) {
      int length = input.remaining();
      add(length);
      input.get(buffered, count - length, length);
      return 0;
    }

    private void add(int length) {
      if (buffered.length < count + length) {
        buffered = Arrays.copyOf(buffered, count + length);
      }
      count += length;
    }

    /** Fails before any input is consumed, because the caller retries with a larger buffer. */
    private void requireRoom(int available, int inputLength) throws ShortBufferException {
      if (available < engineGetOutputSize(inputLength)) {
        throw new ShortBufferException("the output buffer is too short");
      }
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      if (input != null) {
        engineUpdate(input, offset, length);
      }
      return cipher.doFinal(buffered, 0, takeCount());
    }

    private int takeCount() {
      int all = count;
      count = 0;
      return all;
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      requireRoom(output.length - at, input == null ? 0 : length);
      if (input == null) {
        return cipher.doFinal(buffered, 0, takeCount(), output, at);
      }
      if (count == 0 && input != output && input.length - length <= MAX_UNUSED_BYTES) {
        return cipher.doFinal(input, offset, length, output, at);
      }
      engineUpdate(input, offset, length);
      return cipher.doFinal(buffered, 0, takeCount(), output, at);
    }

    @Override
    protected int engineDoFinal(ByteBuffer input, ByteBuffer output)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      requireRoom(output.remaining(), input.remaining());
      if (!input.hasArray() || !output.hasArray()) {
        engineUpdate(input, output);
        byte[] result = cipher.doFinal(buffered, 0, takeCount());
        output.put(result);
        return result.length;
      }
      int length = input.remaining();
      int written =
          engineDoFinal(
              input.array(),
              input.arrayOffset() + input.position(),
              length,
              output.array(),
              output.arrayOffset() + output.position());
      input.position(input.position() + length);
      output.position(output.position() + written);
      return written;
    }
  }
}
