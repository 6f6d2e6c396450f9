package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a {@link Format} sees: the first few of the bytes that wait, as many as it asks for and
 * {@value #SIZE} at most, which is the longest segment of a JPEG with its marker. Positions count
 * from the first of them.
 */
final class Window {
  static final int SIZE = 2 + 0xffff;

  private static final int USUAL_SIZE = 4096;

  private byte[] bytes = new byte[USUAL_SIZE];
  private int shown;
  private int wanted;
  private boolean ended;

  /** Whether fewer than {@code n} bytes are shown; then more are asked for. */
  boolean lacks(int n) {
    if (shows(n)) {
      return false;
    }
    wanted = n;
    return true;
  }

  /** The same, but content with what there is when nothing more comes. */
  boolean awaits(int n) {
    return !ended && lacks(n);
  }

  boolean shows(int n) {
    return shown >= n;
  }

  int u8(int at) {
    return bytes[at] & 0xff;
  }

  /** Two bytes, the higher first. */
  int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  /** Four bytes, the highest first. */
  long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** Four characters. */
  String type(int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  boolean matches(int at, String characters) {
    return matches(at, characters.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean matches(int at, byte[] expected) {
    int to = at + expected.length;
    return shows(to) && Arrays.equals(bytes, at, to, expected, 0, expected.length);
  }

  /** What is shown from {@code from} on; good until the format says what becomes of it. */
  ByteBuffer view(int from) {
    return ByteBuffer.wrap(bytes, 0, shown).position(Math.min(from, shown)).slice();
  }

  /** Of what is shown, the bytes from {@code from} to before {@code to}; good as long. */
  ByteBuffer view(int from, int to) {
    return ByteBuffer.wrap(bytes, from, to - from).slice();
  }

  /** A copy of what is shown from {@code from} to before {@code to}. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  // ---- for the buffer -----------------------------------------------------------------------

  /** Whether the format asked for more than is shown. */
  boolean isAwaited() {
    return wanted > shown;
  }

  /** What was asked for is settled. */
  void settle() {
    wanted = 0;
  }

  /** Nothing more comes. */
  void end() {
    ended = true;
  }

  /** Shows more, but no more than was asked for, and says how many it took. */
  int fill(byte[] from, int at, int to) {
    int length = Math.min(wanted - shown, to - at);
    if (bytes.length < shown + length) {
      bytes = Arrays.copyOf(bytes, SIZE);
    }
    System.arraycopy(from, at, bytes, shown, length);
    shown += length;
    return length;
  }

  /** The bytes; those that are shown come first. */
  byte[] bytes() {
    return bytes;
  }

  int shown() {
    return shown;
  }

  /** The first {@code n} bytes are through. */
  void remove(int n) {
    shown -= n;
    System.arraycopy(bytes, n, bytes, 0, shown);
  }
}
