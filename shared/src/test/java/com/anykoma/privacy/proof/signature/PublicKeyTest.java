package com.anykoma.privacy.proof.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.Bytes;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which 32 bytes are accepted as a public key. */
class PublicKeyTest {
  /** All points of small order from the tables of libsodium, without the sign of x. */
  private static final List<String> SMALL =
      List.of(
          "00".repeat(32),
          "01" + "00".repeat(31),
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "ec" + "ff".repeat(30) + "7f");

  /** Values of p and more, a second encoding of small values. */
  private static final List<String> NON_CANONICAL =
      List.of(
          "ed" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(30) + "7f",
          "f6" + "ff".repeat(30) + "7f",
          "ff" + "ff".repeat(30) + "7f");

  private static Bytes bytes(String hex, boolean signed) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    bytes[31] |= signed ? (byte) 0x80 : 0;
    return Bytes.of(bytes);
  }

  private static void assertNoKey(String hex) {
    for (boolean signed : new boolean[] {false, true}) {
      assertThatThrownBy(() -> new PublicKey(bytes(hex, signed)))
          .as(hex)
          .isInstanceOf(InvalidProof.class)
          .hasMessageContaining("not a point of Ed25519, or is of small order");
    }
  }

  @Test
  void pointsOfSmallOrderAreRefused() {
    SMALL.forEach(PublicKeyTest::assertNoKey);
  }

  @Test
  void nonCanonicalEncodingsAreRefused() {
    NON_CANONICAL.forEach(PublicKeyTest::assertNoKey);
  }

  @Test
  void valueOffTheCurveIsRefused() {
    assertNoKey("02" + "00".repeat(31));
  }

  @Test
  void standardAndPlatformKeysAreAccepted() {
    // RFC 8032, section 7.1, tests 1 to 3
    for (String each :
        List.of(
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")) {
      assertThat(new PublicKey(bytes(each, false)).thumbprint()).hasSize(43);
    }
    for (int i = 0; i < 50; i++) {
      TestKey key = new TestKey();
      assertThat(new PublicKey(key.x()).verifies(new byte[] {1}, key.sign(new byte[] {1})))
          .isTrue();
    }
  }
}
