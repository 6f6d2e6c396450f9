package com.anykoma.privacy.protection.metadata;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small images of random pixels, written by the JDK without metadata. */
final class TestImages {
  private static final int WIDTH = 21;
  private static final int HEIGHT = 13;

  private TestImages() {}

  static byte[] png() {
    return written("png", BufferedImage.TYPE_INT_ARGB, ImageWriteParam.MODE_DEFAULT);
  }

  static byte[] jpeg() {
    return written("jpeg", BufferedImage.TYPE_INT_RGB, ImageWriteParam.MODE_DISABLED);
  }

  static byte[] progressiveJpeg() {
    return written("jpeg", BufferedImage.TYPE_INT_RGB, ImageWriteParam.MODE_DEFAULT);
  }

  static byte[] gif() {
    return written("gif", BufferedImage.TYPE_BYTE_INDEXED, ImageWriteParam.MODE_DISABLED);
  }

  private static byte[] written(String format, int type, int progressive) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setProgressiveMode(progressive);
      writer.write(null, new IIOImage(noise(type), null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static BufferedImage noise(int type) {
    Random random = new Random(5);
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    return picture;
  }

  /** The decoded pixels of a PNG, JPEG or GIF file. */
  static int[] pixels(byte[] file) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
      int[] pixels = new int[WIDTH * HEIGHT];
      Arrays.setAll(pixels, i -> picture.getRGB(i % WIDTH, i / WIDTH));
      return pixels;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
