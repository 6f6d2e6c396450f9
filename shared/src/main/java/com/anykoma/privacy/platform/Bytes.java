package com.anykoma.privacy.platform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes as a value of a document. Compared by content; prints only the length. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of {@code value}. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  public byte[] toArray() {
    return value.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "[" + value.length + " bytes]";
  }
}
