package com.anykoma.privacy.protection.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Security;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the cipher with the JDK's AES-GCM, call by call. */
final class ConscryptGcmProviderTest {
  private static final String GCM = "AES/GCM/NoPadding";
  private static final int TAG = 16;

  @BeforeAll
  static void install() {
    ConscryptGcmProvider.install();
    ConscryptGcmProvider.install();
  }

  private static Cipher fast() throws GeneralSecurityException {
    return Cipher.getInstance(GCM, "AnyKomaFastGcm");
  }

  private static Cipher plain() throws GeneralSecurityException {
    return Cipher.getInstance(GCM, "SunJCE");
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void init(Cipher cipher, int mode, long seed) throws GeneralSecurityException {
    Random random = new Random(seed);
    cipher.init(
        mode,
        new SecretKeySpec(bytes(random, random.nextBoolean() ? 16 : 32), "AES"),
        new GCMParameterSpec(8 * TAG, bytes(random, 12)));
  }

  private static byte[] sealed(long seed, byte[] data, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = plain();
    init(cipher, Cipher.ENCRYPT_MODE, seed);
    cipher.updateAAD(aad);
    return cipher.doFinal(data);
  }

  @Test
  void isTheFirstProviderOfTheProcess() throws Exception {
    Cipher cipher = Cipher.getInstance(GCM);
    init(cipher, Cipher.ENCRYPT_MODE, 1);

    assertThat(cipher.getProvider().getName()).isEqualTo("AnyKomaFastGcm");
    assertThat(Security.getProviders()[0].getName()).isEqualTo("AnyKomaFastGcm");
    assertThat(
            Arrays.stream(Security.getProviders()).filter(ConscryptGcmProvider.class::isInstance))
        .hasSize(1);
  }

  /** A sequence of calls of an initialised cipher. */
  @FunctionalInterface
  private interface CallSequence {
    byte[] of(Cipher cipher, byte[] input, Random random) throws GeneralSecurityException;
  }

  private static final CallSequence[] CALL_SEQUENCES = {
    (cipher, input, random) -> cipher.doFinal(input),
    ConscryptGcmProviderTest::bySplits,
    ConscryptGcmProviderTest::intoArray,
    ConscryptGcmProviderTest::inPlace,
    (cipher, input, random) -> byBuffers(cipher, wrapped(input, random), false),
    (cipher, input, random) -> byBuffers(cipher, wrapped(input, random).asReadOnlyBuffer(), false),
    (cipher, input, random) -> byBuffers(cipher, direct(input), true),
    (cipher, input, random) -> byBuffers(cipher, direct(input), false),
    (cipher, input, random) -> byBuffers(cipher, wrapped(input, random), true),
    ConscryptGcmProviderTest::byOverlappingBuffers,
    ConscryptGcmProviderTest::updatesThenBuffers
  };

  private static byte[] bySplits(Cipher cipher, byte[] input, Random random)
      throws GeneralSecurityException {
    ByteBuffer all = ByteBuffer.allocate(input.length + TAG);
    int at = 0;
    while (at < input.length && random.nextInt(4) > 0) {
      int some = random.nextInt(input.length - at + 1);
      byte[] part = cipher.update(input, at, some);
      all.put(part == null ? new byte[0] : part);
      at += some;
    }
    all.put(cipher.doFinal(input, at, input.length - at));
    return Arrays.copyOf(all.array(), all.position());
  }

  private static byte[] intoArray(Cipher cipher, byte[] input, Random random)
      throws GeneralSecurityException {
    int before = random.nextInt(40_000);
    int at = random.nextInt(30);
    byte[] around = new byte[before + input.length + 5];
    System.arraycopy(input, 0, around, before, input.length);
    byte[] output = new byte[at + cipher.getOutputSize(input.length) + random.nextInt(3)];
    int written = cipher.doFinal(around, before, input.length, output, at);
    return Arrays.copyOfRange(output, at, at + written);
  }

  private static byte[] inPlace(Cipher cipher, byte[] input, Random random)
      throws GeneralSecurityException {
    int from = random.nextInt(40);
    int to = random.nextInt(40);
    byte[] shared = new byte[40 + input.length + TAG];
    System.arraycopy(input, 0, shared, from, input.length);
    int written = cipher.doFinal(shared, from, input.length, shared, to);
    return Arrays.copyOfRange(shared, to, to + written);
  }

  private static ByteBuffer wrapped(byte[] input, Random random) {
    ByteBuffer wide = ByteBuffer.allocate(input.length + 100);
    ByteBuffer buffer = wide.position(random.nextInt(50)).slice().position(random.nextInt(50));
    buffer.put(buffer.position(), input);
    return buffer.limit(buffer.position() + input.length);
  }

  private static ByteBuffer direct(byte[] input) {
    return ByteBuffer.allocateDirect(input.length).put(input).flip();
  }

  private static byte[] byBuffers(Cipher cipher, ByteBuffer input, boolean toDirect)
      throws GeneralSecurityException {
    int room = cipher.getOutputSize(input.remaining()) + 3;
    ByteBuffer output = toDirect ? ByteBuffer.allocateDirect(room) : ByteBuffer.allocate(room);
    int written = cipher.doFinal(input, output);
    assertThat(input.hasRemaining()).isFalse();
    assertThat(output.position()).isEqualTo(written);
    byte[] done = new byte[written];
    output.flip().get(done);
    return done;
  }

  private static byte[] byOverlappingBuffers(Cipher cipher, byte[] input, Random random)
      throws GeneralSecurityException {
    byte[] shared = new byte[20 + input.length + TAG];
    int from = random.nextInt(20);
    int to = random.nextInt(20);
    System.arraycopy(input, 0, shared, from, input.length);
    ByteBuffer output = ByteBuffer.wrap(shared, to, shared.length - to);
    int written = cipher.doFinal(ByteBuffer.wrap(shared, from, input.length), output);
    return Arrays.copyOfRange(shared, to, to + written);
  }

  private static byte[] updatesThenBuffers(Cipher cipher, byte[] input, Random random)
      throws GeneralSecurityException {
    int first = random.nextInt(input.length + 1);
    ByteBuffer output = ByteBuffer.allocate(input.length + 2 * TAG);
    cipher.update(ByteBuffer.wrap(input, 0, first), output);
    cipher.doFinal(ByteBuffer.wrap(input, first, input.length - first), output);
    return Arrays.copyOf(output.array(), output.position());
  }

  @Test
  void matchesTheJdkCipherForEveryCallSequence() throws Exception {
    Cipher reused = fast();
    for (int seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      CallSequence calls = CALL_SEQUENCES[seed % CALL_SEQUENCES.length];
      byte[] data = bytes(random, random.nextInt(4) == 0 ? random.nextInt(70_000) : seed);
      byte[] aad = bytes(random, random.nextInt(50));
      byte[] expected = sealed(seed, data, aad);
      Cipher cipher = random.nextBoolean() ? reused : fast();

      init(cipher, Cipher.ENCRYPT_MODE, seed);
      withAad(cipher, aad, random);
      assertThat(calls.of(cipher, data, random)).describedAs("seed " + seed).isEqualTo(expected);

      init(cipher, Cipher.DECRYPT_MODE, seed);
      withAad(cipher, aad, random);
      assertThat(calls.of(cipher, expected, random)).describedAs("seed " + seed).isEqualTo(data);
    }
  }

  private static void withAad(Cipher cipher, byte[] aad, Random random) {
    int split = random.nextInt(aad.length + 1);
    cipher.updateAAD(aad, 0, split);
    cipher.updateAAD(ByteBuffer.wrap(aad, split, aad.length - split));
  }

  @Test
  void rejectsInvalidTagsAndStaysUsable() throws Exception {
    for (int seed = 0; seed < 5 * CALL_SEQUENCES.length; seed++) {
      Random random = new Random(seed);
      byte[] data = bytes(random, 1 + random.nextInt(40_000));
      byte[] wrong = sealed(seed, data, new byte[3]);
      byte[] right = wrong.clone();
      wrong[random.nextInt(wrong.length)] ^= 4;
      CallSequence calls = CALL_SEQUENCES[seed % CALL_SEQUENCES.length];
      Cipher cipher = fast();

      init(cipher, Cipher.DECRYPT_MODE, seed);
      cipher.updateAAD(new byte[3]);
      assertThatThrownBy(() -> calls.of(cipher, wrong, random))
          .describedAs("seed " + seed)
          .isInstanceOf(AEADBadTagException.class);

      init(cipher, Cipher.DECRYPT_MODE, seed);
      cipher.updateAAD(new byte[3]);
      assertThat(calls.of(cipher, right, random)).isEqualTo(data);
    }
  }

  @Test
  void rejectsInputShorterThanTheTag() throws Exception {
    Cipher cipher = fast(); // the JDK's cipher does not handle this input
    init(cipher, Cipher.DECRYPT_MODE, 1);

    assertThatThrownBy(() -> cipher.doFinal(new byte[TAG - 1]))
        .isInstanceOf(AEADBadTagException.class);
  }

  @Test
  void rejectsReusedIvs() throws Exception {
    for (Cipher cipher : new Cipher[] {fast(), plain()}) {
      init(cipher, Cipher.ENCRYPT_MODE, 1);
      cipher.doFinal(new byte[5]);

      assertThatThrownBy(() -> cipher.doFinal(new byte[5]))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> init(cipher, Cipher.ENCRYPT_MODE, 1))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
      init(cipher, Cipher.ENCRYPT_MODE, 2);
      assertThat(cipher.doFinal(new byte[5])).isEqualTo(sealed(2, new byte[5], new byte[0]));
    }
  }

  @Test
  void shortOutputBufferConsumesNoInput() throws Exception {
    byte[] data = bytes(new Random(1), 1_000);
    byte[] expected = sealed(1, data, new byte[0]);
    for (Cipher cipher : new Cipher[] {plain(), fast()}) {
      init(cipher, Cipher.ENCRYPT_MODE, 1);
      ByteBuffer all = ByteBuffer.allocate(1_016);
      all.position(cipher.update(data, 0, 400, all.array(), 0));
      assertThatThrownBy(() -> cipher.doFinal(data, 400, 600, new byte[300], 0))
          .isInstanceOf(ShortBufferException.class);
      assertThatThrownBy(() -> cipher.doFinal(ByteBuffer.wrap(data), ByteBuffer.allocate(300)))
          .isInstanceOf(ShortBufferException.class);

      cipher.doFinal(data, 400, 600, all.array(), all.position());

      assertThat(Arrays.equals(all.array(), expected)).isTrue();
    }
  }

  @Test
  void shortOutputBufferAtTheEndLosesNoInput() throws Exception {
    byte[] data = bytes(new Random(1), 1_000);
    byte[] expected = sealed(1, data, new byte[0]);
    for (Cipher cipher : new Cipher[] {plain(), fast()}) {
      init(cipher, Cipher.ENCRYPT_MODE, 1);
      byte[] all = new byte[1_016];
      int at = cipher.update(data, 0, 1_000, all, 0);
      assertThatThrownBy(() -> cipher.doFinal(new byte[3], 0))
          .isInstanceOf(ShortBufferException.class);

      cipher.doFinal(all, at);

      assertThat(Arrays.equals(all, expected)).isTrue();
    }
  }

  @Test
  void needsNoLargerBufferThanTheJdkCipher() throws Exception {
    for (int length : new int[] {16, 17, 100, 40_000}) {
      for (Cipher cipher : new Cipher[] {plain(), fast()}) {
        init(cipher, Cipher.DECRYPT_MODE, 1);
        byte[] input = sealed(1, new byte[length - TAG], new byte[0]);

        int written = cipher.doFinal(input, 0, length, new byte[length - TAG], 0);
        assertThat(written).isEqualTo(length - TAG);
        written = cipher.doFinal(ByteBuffer.wrap(input), ByteBuffer.wrap(new byte[length - TAG]));
        assertThat(written).isEqualTo(length - TAG);
      }
    }
  }

  @Test
  void fallsBackToTheJdkForUnsupportedModes() throws Exception {
    SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    Cipher longIv = Cipher.getInstance(GCM);
    longIv.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[16]));
    Cipher expected = plain();
    expected.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[16]));
    assertThat(longIv.doFinal(new byte[9])).isEqualTo(expected.doFinal(new byte[9]));

    Cipher wrapping = Cipher.getInstance(GCM);
    wrapping.init(Cipher.WRAP_MODE, key, new GCMParameterSpec(128, new byte[12]));
    Cipher other = plain();
    other.init(Cipher.WRAP_MODE, key, new GCMParameterSpec(128, new byte[12]));
    assertThat(wrapping.wrap(key)).isEqualTo(other.wrap(key));
  }
}
