package com.anykoma.privacy.protection.vault;

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
import java.util.logging.Logger;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.conscrypt.Conscrypt;

/**
 * Lets Tink encrypt with Conscrypt's AES-GCM, which is fast from the first byte: the Java
 * platform's own makes some 60 MB/s until it is compiled, which on a cold instance is all it ever
 * makes. Nothing is computed here. Conscrypt is handed whole arrays, because with the buffers that
 * Tink passes it falls to a twentieth of its speed (docs/decisions/0019). Where Conscrypt has no
 * library for the machine, the platform's own stays.
 */
final class FastGcm extends Provider {
  private static final Logger LOG = Logger.getLogger(FastGcm.class.getName());
  private static final String NAME = "AnyKomaFastGcm";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private FastGcm() {
    super(NAME, "1.0", "AES-GCM of Conscrypt, by arrays");
    put("Cipher." + TRANSFORMATION, WholeArrays.class.getName());
  }

  /** Makes it the process's first choice for AES-GCM; safe to repeat. */
  static synchronized void install() {
    if (Security.getProvider(NAME) != null) {
      return;
    }
    if (Conscrypt.isAvailable()) {
      Security.insertProviderAt(new FastGcm(), 1);
    } else {
      LOG.warning("no Conscrypt for this machine: encryption starts slowly");
    }
  }

  /** One cipher; the platform constructs it by its name. */
  public static final class WholeArrays extends CipherSpi {
    private static final Provider CONSCRYPT = Conscrypt.newProvider();

    /** JNI copies the whole array that it is given: a small part of a large one is cut out. */
    private static final int MAX_AROUND = 16 * 1024;

    private final Cipher cipher;
    private byte[] waiting = new byte[0];
    private int count;

    public WholeArrays() throws GeneralSecurityException {
      cipher = Cipher.getInstance(TRANSFORMATION, CONSCRYPT);
    }

    @Override
    protected void engineSetMode(String mode) {
      // the transformation's name settles it
    }

    @Override
    protected void engineSetPadding(String padding) {
      // the transformation's name settles it
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
      begin(mode);
      cipher.init(mode, key, random);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      begin(mode);
      cipher.init(mode, key, parameters, random);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      begin(mode);
      cipher.init(mode, key, parameters, random);
    }

    /** Refused here, wrapping of keys falls to the platform's own. */
    private void begin(int mode) throws InvalidKeyException {
      if (mode != Cipher.ENCRYPT_MODE && mode != Cipher.DECRYPT_MODE) {
        throw new InvalidKeyException("it encrypts and decrypts only");
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

    /** Everything comes out at the end, as from every AEAD that is to be trusted. */
    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      add(length);
      System.arraycopy(input, offset, waiting, count - length, length);
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
      input.get(waiting, count - length, length);
      return 0;
    }

    private void add(int length) {
      if (waiting.length < count + length) {
        waiting = Arrays.copyOf(waiting, count + length);
      }
      count += length;
    }

    /** Whoever is refused for want of room comes again: nothing may be taken before. */
    private void requireRoom(int room, int inputLength) throws ShortBufferException {
      if (room < engineGetOutputSize(inputLength)) {
        throw new ShortBufferException("the output has no room for what comes out");
      }
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      if (input != null) {
        engineUpdate(input, offset, length);
      }
      return cipher.doFinal(waiting, 0, taken());
    }

    private int taken() {
      int all = count;
      count = 0;
      return all;
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      requireRoom(output.length - at, input == null ? 0 : length);
      if (input == null) {
        return cipher.doFinal(waiting, 0, taken(), output, at);
      }
      if (count == 0 && input != output && input.length - length <= MAX_AROUND) {
        return cipher.doFinal(input, offset, length, output, at);
      }
      engineUpdate(input, offset, length);
      return cipher.doFinal(waiting, 0, taken(), output, at);
    }

    @Override
    protected int engineDoFinal(ByteBuffer input, ByteBuffer output)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      requireRoom(output.remaining(), input.remaining());
      if (!input.hasArray() || !output.hasArray()) {
        engineUpdate(input, output);
        byte[] done = cipher.doFinal(waiting, 0, taken());
        output.put(done);
        return done.length;
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
