package com.anykoma.privacy.local.app;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** A small PNG file with the prompt in a text chunk, as image generators write it. */
public final class SamplePng {
  private static final int SIZE = 48;

  /** The length of the PNG signature and the header chunk. */
  private static final int HEAD = 8 + 25;

  private SamplePng() {}

  /** Creates the file. */
  public static byte[] withPrompt(String prompt) {
    byte[] plain = png();
    byte[] text = chunk("tEXt", ("parameters\0" + prompt).getBytes(StandardCharsets.ISO_8859_1));
    return ByteBuffer.allocate(plain.length + text.length)
        .put(plain, 0, HEAD)
        .put(text)
        .put(plain, HEAD, plain.length - HEAD)
        .array();
  }

  private static byte[] png() {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        image.setRGB(x, y, x * x * 7919 + y * 104_729);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      boolean unused = ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    return ByteBuffer.allocate(Integer.BYTES + name.length + data.length + Integer.BYTES)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  /** Decodes the pixels, row by row. Empty when the file is not a readable image. */
  public static int[] pixels(byte[] file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      return image == null
          ? new int[0]
          : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    } catch (IOException e) {
      return new int[0];
    }
  }
}
