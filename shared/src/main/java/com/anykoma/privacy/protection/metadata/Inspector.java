package com.anykoma.privacy.protection.metadata;

/** Looks at the bytes of a part that is too long for the window, as they pass. */
@FunctionalInterface
interface Inspector {
  /** Looks at no byte. */
  Inspector NONE = (bytes, from, to) -> {};

  /** The next bytes of the part, from {@code from} to before {@code to}. */
  void see(byte[] bytes, int from, int to);

  /** Shows each byte to this inspector, then to another one. */
  default Inspector and(Inspector other) {
    return (bytes, from, to) -> {
      see(bytes, from, to);
      other.see(bytes, from, to);
    };
  }
}
