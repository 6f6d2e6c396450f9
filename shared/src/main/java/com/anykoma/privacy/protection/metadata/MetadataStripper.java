package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Set;

/**
 * An output stream that removes embedded metadata from the PNG, JPEG, WebP or GIF file written to
 * it. All bytes from which the pixels are decoded stay unchanged (P5, and the data map's rule for
 * blobs).
 *
 * <p>The file's first bytes determine its format; names and content types are ignored. A file of
 * another format passes unchanged. Memory is at most about 160 KiB and does not depend on the
 * lengths that the file declares. Writes may have any size. Stripping a stripped file changes
 * nothing.
 *
 * <p>A kept part must have the size, structure and position that its format prescribes. Text in a
 * part of a permitted type, or after the compressed pixels of a PNG or GIF, is removed, or makes
 * the file malformed. Only the numbers of a colour profile stay ({@link IccProfile}).
 *
 * <p>File content never causes an exception. If the file cannot be parsed, the remaining bytes pass
 * unchanged and the result is {@link StripResult#MALFORMED}. EXIF in a JPEG is replaced by an EXIF
 * segment that holds the orientation alone, so that the photo is displayed as before. The output
 * can be 36 bytes longer because of it, and longer again where a colour profile was compressed
 * better.
 *
 * <p>Text in the lowest bits of PNG pixels is detected in one known encoding ({@link
 * StealthTextDetector}). JPEG and WebP pixels are not decoded; only long runs of plain text in
 * their data are detected ({@link PlainTextDetector}). All other steganography in pixels,
 * watermarks included, is not detected.
 */
public final class MetadataStripper extends FilterOutputStream {
  private final StreamFilter filter;
  private boolean ended;
  private boolean finished;

  /** The result of stripping a file. */
  public enum StripResult {
    /** The file was parsed completely, contains no unwanted metadata, and passed unchanged. */
    NOTHING_FOUND,
    /** The file was parsed completely, and its unwanted metadata was removed. */
    STRIPPED,
    /** The file has an unsupported format and passed unchanged; it can contain metadata. */
    UNKNOWN_FORMAT,
    /**
     * The file is truncated or violates its format. Parts that could be parsed were stripped; the
     * others passed unchanged and can contain metadata.
     */
    MALFORMED,
    /** The pixels contain text in a known encoding ("stealth PNG info"), and stay. */
    HIDDEN_TEXT;

    /** Whether it surely has no unwanted metadata; else only its owner may get it. */
    public boolean isClean() {
      return this == NOTHING_FOUND || this == STRIPPED;
    }
  }

  /** Strips these kinds of metadata from the file written to {@code out}. */
  public MetadataStripper(OutputStream out, Set<EmbeddedMetadata> unwanted) {
    super(new BufferedOutputStream(Objects.requireNonNull(out)));
    this.filter = new StreamFilter(super.out, Set.copyOf(unwanted));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (ended) {
      throw new IOException("the stream is finished; it takes no more bytes");
    }
    filter.accept(bytes, offset, offset + length);
  }

  /** Ends the file and flushes {@code out}, but leaves it open. Idempotent. */
  public StripResult finish() throws IOException {
    if (!ended) {
      ended = true;
      filter.end();
      out.flush();
      finished = true;
    }
    return outcome();
  }

  /** Ends the file and closes {@code out}. Idempotent. */
  @Override
  public void close() throws IOException {
    try {
      if (!ended) {
        finish();
      }
    } finally {
      super.close();
    }
  }

  /** The result for the whole file, after {@link #finish}. */
  public StripResult outcome() {
    if (!finished) {
      throw new IllegalStateException("no result: finish() was not called, or failed");
    }
    return filter.outcome();
  }
}
