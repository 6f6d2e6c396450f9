package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.AlarmFailure;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A stream that unzips an upload that its client compressed with gzip. Cloud Storage stores objects
 * with {@code Content-Encoding: gzip} compressed, and metadata cannot be stripped from compressed
 * bytes. Gzip is detected by its first bytes (RFC 1952), not by the stated encoding.
 */
final class GunzipInputStream extends FilterInputStream {
  /** The maximum unzipped size, in bytes: twice the upload limit of the storage rules. */
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8}; // gzip, deflated
  private static final int BUFFER = 64 * 1024;

  private long remaining = MAX_BYTES;

  private GunzipInputStream(InputStream unzipping) {
    super(unzipping);
  }

  /**
   * Unzips {@code stored} if it is gzip; otherwise returns its bytes unchanged.
   *
   * @return a stream that throws {@link CorruptGzip} if the gzip is damaged and {@link TooLarge}
   *     after {@link #MAX_BYTES}; it closes {@code stored}
   */
  static InputStream of(InputStream stored) throws IOException {
    PushbackInputStream in = new PushbackInputStream(stored, MAGIC.length);
    byte[] head = in.readNBytes(MAGIC.length);
    in.unread(head);
    if (!Arrays.equals(head, MAGIC)) {
      return in;
    }
    try {
      return new GunzipInputStream(new GZIPInputStream(in, BUFFER));
    } catch (ZipException | EOFException e) {
      throw new CorruptGzip(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = in.read(bytes, offset, length);
      remaining -= Math.max(0, read);
      if (remaining < 0) {
        throw new TooLarge();
      }
      return read;
    } catch (ZipException | EOFException e) {
      throw new CorruptGzip(e);
    }
  }

  /** The bytes start as gzip, but are damaged or truncated. */
  static final class CorruptGzip extends IOException {
    private CorruptGzip(IOException cause) {
      super("an upload starts as gzip, but is damaged or truncated", cause);
    }
  }

  /** The upload unzips to more than {@link #MAX_BYTES}. */
  static final class TooLarge extends AlarmFailure {
    private TooLarge() {
      super("alarm: an upload unzips to more than 64 MiB; it was refused and deleted");
    }
  }
}
