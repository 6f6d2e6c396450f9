package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Set;

/**
 * A stream that takes embedded metadata out of the PNG, JPEG, WebP or GIF file written to it. Every
 * byte that the pixels are decoded from stays as it is (P5, and the data map's rule for blobs).
 *
 * <p>The format is told by the file's first bytes, never by what somebody calls it; a file of any
 * other format passes unchanged. Lengths that a file declares are not believed: memory is bounded
 * by some 160 KiB. The file may come in pieces of any size, and a stripped file passes unchanged.
 *
 * <p>A part that stays has the size, the form and the place that its format gives it: text in a
 * part that is kept by its name, or after the end of the compressed pixels of a PNG or GIF, does
 * not pass for clean. Of a colour profile only the numbers stay ({@link IccProfile}).
 *
 * <p>Content never makes it throw. Where a file cannot be understood, its bytes pass unchanged and
 * the outcome is {@link StripResult#MALFORMED}. A photo that is turned by its EXIF stays turned: a
 * JPEG's orientation, and nothing else of it, is written in its place. A file may become 36 bytes
 * longer by that, and some more by a profile that was compressed better.
 *
 * <p>Text in the lowest bits of a PNG's pixels is recognised in one known form ({@link
 * HiddenText}). The data of JPEG and WebP pixels are not decoded; only longer runs of plain text
 * are recognised there ({@link TextRun}). Other things that are hidden in pixels stay unseen,
 * watermarks among them.
 */
public final class MetadataStripper extends OutputStream {
  private final OutputStream out;
  private final FilterBuffer buffer;
  private final byte[] single = new byte[1];
  private boolean over;
  private boolean finished;
  private boolean closed;

  /** What became of a file. */
  public enum StripResult {
    /** The file was understood, holds nothing unwanted beside its pixels, and passed unchanged. */
    NOTHING_FOUND,
    /** The file was understood, and what was unwanted beside its pixels is gone. */
    STRIPPED,
    /** The file has another format and passed unchanged: it may carry anything. */
    UNKNOWN_FORMAT,
    /**
     * The file ends too early or is not what its format asks for. What came before was stripped;
     * what was not understood passed unchanged, so that it may still carry something.
     */
    MALFORMED,
    /**
     * The pixels hide text in a known way ("stealth PNG info"). The pixels stay, and so does the
     * text; everything else is as for the other outcomes.
     */
    HIDDEN_TEXT;

    /**
     * Whether the file is known to say nothing but its pixels. If not, it may be handed to its
     * owner, and be used for nothing else.
     */
    public boolean isClean() {
      return this == NOTHING_FOUND || this == STRIPPED;
    }
  }

  /**
   * Strips what is written to this stream and passes the rest to {@code out}.
   *
   * @param unwanted what is to go; if empty, everything passes unchanged
   */
  public MetadataStripper(OutputStream out, Set<EmbeddedMetadata> unwanted) {
    this.out = new BufferedOutputStream(Objects.requireNonNull(out));
    this.buffer = new FilterBuffer(this.out, Set.copyOf(unwanted));
  }

  @Override
  public void write(int value) throws IOException {
    single[0] = (byte) value;
    write(single, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (over) {
      throw new IOException("the file is over");
    }
    buffer.take(bytes, offset, offset + length);
  }

  /** Hands on what is decided; a few bytes may wait for those that decide about them. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Says that the file is over, and leaves {@code out} open. Safe to repeat. */
  public StripResult finish() throws IOException {
    if (!over) {
      over = true;
      buffer.end();
      out.flush();
      finished = true;
    }
    return outcome();
  }

  /** Says that the file is over, and closes {@code out}. Safe to repeat. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (out) {
        if (!over) {
          finish();
        }
      }
    }
  }

  /**
   * What became of the file.
   *
   * @throws IllegalStateException when the file is not over, or its end could not be written
   */
  public StripResult outcome() {
    if (!finished) {
      throw new IllegalStateException("the file is not over, or its end could not be written");
    }
    return buffer.outcome();
  }
}
