package com.anykoma.privacy.protection.metadata;

/** A callback that inspects bytes while the filter passes them on; for parts of any length. */
@FunctionalInterface
interface ByteInspector {
  /** Ignores all bytes. */
  ByteInspector NONE = (bytes, from, to) -> {};

  /** Inspects the next bytes of the part, from {@code from} to before {@code to}. */
  void inspect(byte[] bytes, int from, int to);
}
