package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that a {@link ParserState} reads ahead: as many as it requests, at most {@value #SIZE},
 * the length of the longest JPEG segment with its marker. Positions are relative to the first
 * unprocessed byte. Numbers are big-endian.
 */
final class Lookahead {
  static final int SIZE = 2 + 0xffff;

  private static final int INITIAL_SIZE = 4096;

  private byte[] bytes = new byte[INITIAL_SIZE];
  private int available;
  private int wanted;
  private boolean ended;

  /** Whether fewer than {@code n} bytes are available; if so, requests {@code n}. */
  boolean needs(int n) {
    if (has(n)) {
      return false;
    }
    wanted = n;
    return true;
  }

  /** As {@link #needs}, but false at the end of the file, when no more bytes can arrive. */
  boolean needsUnlessEnded(int n) {
    return !ended && needs(n);
  }

  boolean has(int n) {
    return available >= n;
  }

  int u8(int at) {
    return bytes[at] & 0xff;
  }

  int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** Four bytes as a Latin-1 string: the type of a chunk. */
  String type(int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  boolean matches(int at, String characters) {
    return matches(at, characters.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean matches(int at, byte[] expected) {
    int to = at + expected.length;
    return has(to) && Arrays.equals(bytes, at, to, expected, 0, expected.length);
  }

  /** A view of the available bytes from {@code from} on; valid until the next instruction. */
  ByteBuffer view(int from) {
    return ByteBuffer.wrap(bytes, 0, available).position(Math.min(from, available)).slice();
  }

  /** A view from {@code from} to before {@code to}; valid until the next instruction. */
  ByteBuffer view(int from, int to) {
    return ByteBuffer.wrap(bytes, from, to - from).slice();
  }

  /** A copy of the bytes from {@code from} to before {@code to}. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  // ---- called by the filter ------------------------------------------------------------------

  /** Whether the state requested more bytes than are available. */
  boolean isRequestPending() {
    return wanted > available;
  }

  void clearRequest() {
    wanted = 0;
  }

  void end() {
    ended = true;
  }

  /** Adds bytes up to the requested number. Returns how many it added. */
  int fill(byte[] from, int at, int to) {
    int length = Math.min(wanted - available, to - at);
    if (bytes.length < available + length) {
      bytes = Arrays.copyOf(bytes, SIZE);
    }
    System.arraycopy(from, at, bytes, available, length);
    available += length;
    return length;
  }

  /** The internal array; only the first {@link #available} bytes are valid. */
  byte[] bytes() {
    return bytes;
  }

  int available() {
    return available;
  }

  /** Removes the first {@code n} bytes, which are processed. */
  void remove(int n) {
    available -= n;
    System.arraycopy(bytes, n, bytes, 0, available);
  }
}
