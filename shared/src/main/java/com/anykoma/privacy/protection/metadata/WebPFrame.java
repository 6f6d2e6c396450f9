package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/** The chunks of one frame of an animated WebP file. */
final class WebPFrame extends WebPChunks {
  static final String TYPE = "ANMF";

  /** Place, size, duration and flags. */
  static final int HEADER_LENGTH = 16;

  private static final int RESERVED = 0xfc;

  private final WebPImage image;

  WebPFrame(long length, long pixels, Format following) {
    super(length, following);
    this.image = new WebPImage(pixels);
  }

  /** Whether the data at {@code at} are the header of a frame. */
  static boolean isValid(Window window, int at) {
    return (window.u8(at + HEADER_LENGTH - 1) & RESERVED) == 0;
  }

  /** How many pixels the frame has whose header is at {@code at}. */
  static long pixels(Window window, int at) {
    return (1 + little(window, at + 6, 3)) * (1 + little(window, at + 9, 3));
  }

  @Override
  int shown(String type, long length, Window window) {
    return HEADER + (int) Math.min(length, WebPImage.SHOWN);
  }

  @Override
  Format chunk(String type, long length, Window window, FilterBuffer buffer) throws IOException {
    image(image, type, length, window, buffer);
    return this;
  }

  @Override
  boolean isWhole() {
    return image.isSeen();
  }
}
