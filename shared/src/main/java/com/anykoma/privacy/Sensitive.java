package com.anykoma.privacy;

import java.util.Objects;

/** A personal value that prints as {@code [sensitive]}, so records and logs do not reveal it. */
public final class Sensitive<T> {
  private final T value;

  private Sensitive(T value) {
    this.value = Objects.requireNonNull(value);
  }

  public static <T> Sensitive<T> of(T value) {
    return new Sensitive<>(value);
  }

  /** Returns the value. Call this only to use the value, never to print it. */
  public T reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sensitive<?> that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "[sensitive]";
  }
}
