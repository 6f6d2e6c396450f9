package com.anykoma.privacy.protection.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** An iCCP chunk: profile name, zero byte, compression method, compressed colour profile. */
final class PngIccChunk {
  private static final int MAX_NAME = 79;
  private static final byte[] NAME = {'i', 'c', 'c', 0, 0};

  private PngIccChunk() {}

  /** The chunk with a fixed name and a sanitised profile; empty if the image cannot have it. */
  static Optional<byte[]> sanitized(ByteBuffer data, PngImageHeader header) {
    int name = 0;
    while (name <= MAX_NAME && name < data.limit() && data.get(name) != 0) {
      name++;
    }
    if (name == 0 || name > MAX_NAME || name + 2 > data.limit() || data.get(name + 1) != 0) {
      return Optional.empty();
    }
    boolean isGrey = header.channels() < 3 && !header.hasPalette();
    return inflated(data.slice(name + 2, data.limit() - name - 2))
        .filter(it -> IccProfile.isGrey(it) == isGrey)
        .flatMap(IccProfile::sanitized)
        .map(it -> PngChunks.chunk("iCCP", deflated(it)));
  }

  private static Optional<byte[]> inflated(ByteBuffer compressed) {
    Inflater inflater = new Inflater();
    try {
      byte[] profile = new byte[IccProfile.MAX_LENGTH];
      inflater.setInput(compressed);
      int length = 0;
      int more;
      do {
        more = inflater.inflate(profile, length, profile.length - length);
        length += more;
      } while (more > 0);
      boolean isComplete = inflater.finished() && inflater.getRemaining() == 0;
      return isComplete ? Optional.of(Arrays.copyOf(profile, length)) : Optional.empty();
    } catch (DataFormatException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  /** Compresses deterministically, so that stripping a stripped file changes nothing. */
  private static byte[] deflated(byte[] profile) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(NAME);
      byte[] buffer = new byte[1024];
      deflater.setInput(profile);
      deflater.finish();
      while (!deflater.finished()) {
        data.write(buffer, 0, deflater.deflate(buffer));
      }
      return data.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
