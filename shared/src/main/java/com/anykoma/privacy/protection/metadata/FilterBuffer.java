package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * The way of a file's bytes to its output: a {@link Format} looks at the first few of those that
 * wait and says here what becomes of them and of the following ones. What need not be looked at
 * goes by in the pieces in which it comes, so that memory is bounded whatever a file declares.
 *
 * <p>A format may say several things in one turn; each but the last has to end within what the
 * window shows.
 */
final class FilterBuffer {
  private static final byte[] ZEROS = new byte[1024];

  private enum Deed {
    KEEP,
    DROP,
    ZERO
  }

  private final OutputStream out;
  private final Set<EmbeddedMetadata> unwanted;
  private final Window window = new Window();
  private Format format = new FirstBytes();

  /** What happens to the next {@code run} bytes, and whether those up to {@code stop} follow. */
  private Deed deed = Deed.KEEP;

  private long run;
  private Inspector inspector = Inspector.NONE;
  private boolean searching;
  private byte stop;

  private StripResult fate = StripResult.MALFORMED;
  private boolean changed;
  private boolean unclean;
  private boolean hiding;

  FilterBuffer(OutputStream out, Set<EmbeddedMetadata> unwanted) {
    this.out = out;
    this.unwanted = unwanted;
  }

  // ---- for the stream ------------------------------------------------------------------------

  void take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      decide();
      if (run > 0) {
        at += apply(bytes, at, (int) Math.min(run, to - at));
      } else if (searching) {
        at += search(bytes, at, to);
      } else {
        at += window.fill(bytes, at, to);
      }
    }
  }

  /** Nothing more comes: the format decides from what there is, or else it stays. */
  void end() throws IOException {
    window.end();
    window.settle();
    decide();
    out.write(window.bytes(), 0, window.shown());
  }

  StripResult outcome() {
    if (hiding) {
      return StripResult.HIDDEN_TEXT;
    }
    if (unclean) {
      return StripResult.MALFORMED;
    }
    return fate == StripResult.NOTHING_FOUND && changed ? StripResult.STRIPPED : fate;
  }

  private void decide() throws IOException {
    while (run == 0 && !searching && !window.isAwaited()) {
      window.settle();
      format = format.next(window, this);
    }
  }

  private int apply(byte[] bytes, int from, int length) throws IOException {
    run -= length;
    inspector.see(bytes, from, from + length);
    switch (deed) {
      case KEEP -> out.write(bytes, from, length);
      case DROP -> changed |= length > 0;
      case ZERO -> zero(bytes, from, from + length);
    }
    return length;
  }

  private void zero(byte[] bytes, int from, int to) throws IOException {
    for (int at = from; at < to; at += ZEROS.length) {
      int length = Math.min(ZEROS.length, to - at);
      changed |= !Arrays.equals(bytes, at, at + length, ZEROS, 0, length);
      out.write(ZEROS, 0, length);
    }
  }

  private int search(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to && bytes[at] != stop) {
      at++;
    }
    searching = at == to;
    int length = at - from;
    inspector.see(bytes, from, at);
    if (deed == Deed.KEEP) {
      out.write(bytes, from, length);
    } else {
      changed |= length > 0;
    }
    return length;
  }

  // ---- for a format --------------------------------------------------------------------------

  boolean wants(EmbeddedMetadata kind) {
    return !unwanted.contains(kind);
  }

  boolean wantsEverything() {
    return unwanted.isEmpty();
  }

  void keep(long n) throws IOException {
    begin(Deed.KEEP, n);
  }

  /** Keeps {@code n} bytes and shows them to {@code looking}. */
  void keep(long n, Inspector looking) throws IOException {
    begin(Deed.KEEP, n, looking);
  }

  void drop(long n) throws IOException {
    begin(Deed.DROP, n);
  }

  void pass(boolean kept, long n) throws IOException {
    begin(kept ? Deed.KEEP : Deed.DROP, n);
  }

  /** Puts zeros in the place of {@code n} bytes. */
  void zero(long n) throws IOException {
    begin(Deed.ZERO, n);
  }

  /** Keeps {@code n} bytes, and those that follow up to the next {@code stop}. */
  void keepThenTo(long n, byte stop, Inspector looking) throws IOException {
    keep(n, looking);
    search(stop);
  }

  /** Drops {@code n} bytes, and those that follow up to the next {@code stop}. */
  void dropThenTo(long n, byte stop) throws IOException {
    drop(n);
    search(stop);
  }

  private void search(byte wanted) throws IOException {
    this.searching = true;
    this.stop = wanted;
    if (run == 0) {
      window.remove(search(window.bytes(), 0, window.shown()));
    }
  }

  /** Puts {@code bytes} in the place of as many that are shown. */
  void replace(byte... bytes) throws IOException {
    exchange(bytes.length, bytes);
  }

  /** Puts {@code bytes} in the place of the first {@code n}, all of which are shown. */
  void exchange(int n, byte[] bytes) throws IOException {
    changed |= bytes.length != n || !window.matches(0, bytes);
    out.write(bytes);
    window.remove(n);
  }

  /** Something is kept that is not as its format asks for. */
  void markUnclean() {
    unclean = true;
  }

  /** The same, unless the part is in order. */
  void markUncleanUnless(boolean isInOrder) {
    unclean |= !isInOrder;
  }

  /** A known way to hide text was found in the pixels, which stay. */
  void reportHiddenText() {
    hiding = true;
  }

  /** The image is whole; whatever follows goes. */
  void finish() throws IOException {
    fate = StripResult.NOTHING_FOUND;
    drop(Long.MAX_VALUE);
  }

  /** Keeps everything from here on, for this reason. */
  void keepRest(StripResult reason) throws IOException {
    fate = reason;
    keep(Long.MAX_VALUE);
  }

  private void begin(Deed next, long n) throws IOException {
    begin(next, n, Inspector.NONE);
  }

  private void begin(Deed next, long n, Inspector looking) throws IOException {
    deed = next;
    run = n;
    inspector = looking;
    window.remove(apply(window.bytes(), 0, (int) Math.min(run, window.shown())));
  }
}
