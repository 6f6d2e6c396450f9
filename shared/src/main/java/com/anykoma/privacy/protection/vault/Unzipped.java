package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An upload without the gzip that its client put around it. Cloud Storage keeps an object that was
 * uploaded with {@code Content-Encoding: gzip} compressed, so that metadata could not be found in
 * it. The bytes tell that it is gzip (RFC 1952), not what a client calls it.
 */
final class Unzipped extends FilterInputStream {
  /** Twice what the storage rules let anybody upload: what unzips to more is no picture. */
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8}; // gzip, deflated
  private static final int BUFFER = 64 * 1024;

  private long left = MAX_BYTES;

  private Unzipped(InputStream unzipping) {
    super(unzipping);
  }

  /**
   * The stream unzipped if it is gzip, or else as it is; it closes the stream that it is given.
   *
   * @return of which reading throws {@link Broken} where the gzip is damaged and {@link TooLarge}
   *     beyond {@link #MAX_BYTES}
   */
  static InputStream of(InputStream stored) throws IOException {
    PushbackInputStream in = new PushbackInputStream(stored, MAGIC.length);
    byte[] head = in.readNBytes(MAGIC.length);
    in.unread(head);
    if (!Arrays.equals(head, MAGIC)) {
      return in;
    }
    try {
      return new Unzipped(new GZIPInputStream(in, BUFFER));
    } catch (ZipException | EOFException e) {
      throw new Broken(e);
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
      left -= Math.max(0, read);
      if (left < 0) {
        throw new TooLarge();
      }
      return read;
    } catch (ZipException | EOFException e) {
      throw new Broken(e);
    }
  }

  /** The bytes begin as gzip does, but are none, or not whole. */
  static final class Broken extends IOException {
    private Broken(IOException why) {
      super("an upload is no whole gzip", why);
    }
  }

  /** It unzips to more bytes than a picture has. */
  static final class TooLarge extends PermanentFailure {
    private TooLarge() {
      super("alarm: an upload unzips to more than 64 MiB; it was refused and deleted");
    }
  }
}
