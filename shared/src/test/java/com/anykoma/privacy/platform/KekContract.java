package com.anykoma.privacy.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

/** The contract of key-encryption keys. */
public abstract class KekContract {
  private static final byte[] DEK = "a data encryption key".getBytes(UTF_8);
  private static final byte[] SUBJECT = "subject u1".getBytes(UTF_8);

  /** The key under test. */
  protected abstract Aead kek();

  @Test
  @Keeps("P16")
  void decryptsItsOwnCiphertext() throws GeneralSecurityException {
    byte[] wrapped = kek().encrypt(DEK, SUBJECT);

    assertThat(kek().decrypt(wrapped, SUBJECT)).isEqualTo(DEK);
    assertThat(new String(wrapped, UTF_8)).doesNotContain("encryption key");
  }

  @Test
  @Keeps("P16")
  void encryptsTheSameKeyDifferentlyEachTime() throws GeneralSecurityException {
    assertThat(kek().encrypt(DEK, SUBJECT)).isNotEqualTo(kek().encrypt(DEK, SUBJECT));
  }

  @Test
  @Keeps("E23")
  void refusesOtherAssociatedData() throws GeneralSecurityException {
    byte[] wrapped = kek().encrypt(DEK, SUBJECT);

    assertThatThrownBy(() -> kek().decrypt(wrapped, "subject u10".getBytes(UTF_8)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  @Keeps("P16")
  void refusesACiphertextWithOneFlippedBit() throws GeneralSecurityException {
    byte[] wrapped = kek().encrypt(DEK, SUBJECT);
    wrapped[wrapped.length - 1] ^= 1;

    assertThatThrownBy(() -> kek().decrypt(wrapped, SUBJECT))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
