package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Copies a file to its output and keeps, drops or replaces bytes as a {@link ParserState}
 * instructs. The state reads the buffered lookahead; an instruction may also cover bytes that have
 * not arrived yet. Those are processed as they arrive and not buffered, so memory does not depend
 * on the lengths that the file declares. A state may give several instructions in one call; all but
 * the last must end within the lookahead.
 */
final class StreamFilter {
  private static final byte[] ZEROS = new byte[1024];

  private enum Action {
    KEEP,
    DROP,
    ZERO
  }

  private final OutputStream out;
  private final Set<EmbeddedMetadata> unwanted;
  private final Lookahead lookahead = new Lookahead();
  private ParserState state = FormatDetection::signature;

  /** Applies to {@code remaining} bytes and, if {@code searching}, to those before {@code stop}. */
  private Action action = Action.KEEP;

  private long remaining;
  private ByteInspector inspector = ByteInspector.NONE;
  private boolean searching;
  private byte stop;

  private StripResult result = StripResult.MALFORMED;
  private boolean changed;
  private boolean malformed;
  private boolean hidesText;

  StreamFilter(OutputStream out, Set<EmbeddedMetadata> unwanted) {
    this.out = out;
    this.unwanted = unwanted;
  }

  // ---- called by the stream ------------------------------------------------------------------

  void accept(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      decide();
      if (remaining > 0) {
        at += apply(bytes, at, (int) Math.min(remaining, to - at));
      } else if (searching) {
        at += search(bytes, at, to);
      } else {
        at += lookahead.fill(bytes, at, to);
      }
    }
  }

  /** Ends the file: the state handles the buffered bytes; those it leaves are kept. */
  void end() throws IOException {
    lookahead.end();
    lookahead.clearRequest();
    decide();
    out.write(lookahead.bytes(), 0, lookahead.available());
  }

  StripResult outcome() {
    if (hidesText) {
      return StripResult.HIDDEN_TEXT;
    }
    if (malformed) {
      return StripResult.MALFORMED;
    }
    return result == StripResult.NOTHING_FOUND && changed ? StripResult.STRIPPED : result;
  }

  private void decide() throws IOException {
    while (remaining == 0 && !searching && !lookahead.isRequestPending()) {
      lookahead.clearRequest();
      state = state.next(lookahead, this);
    }
  }

  private int apply(byte[] bytes, int from, int length) throws IOException {
    remaining -= length;
    inspector.inspect(bytes, from, from + length);
    switch (action) {
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
    inspector.inspect(bytes, from, at);
    if (action == Action.KEEP) {
      out.write(bytes, from, length);
    } else {
      changed |= length > 0;
    }
    return length;
  }

  // ---- called by a parser state --------------------------------------------------------------

  boolean keeps(EmbeddedMetadata kind) {
    return !unwanted.contains(kind);
  }

  boolean keepsEverything() {
    return unwanted.isEmpty();
  }

  void keep(long n) throws IOException {
    keep(n, ByteInspector.NONE);
  }

  /** Keeps {@code n} bytes and passes them to {@code inspector}. */
  void keep(long n, ByteInspector inspector) throws IOException {
    apply(Action.KEEP, n, inspector);
  }

  void drop(long n) throws IOException {
    apply(Action.DROP, n, ByteInspector.NONE);
  }

  void keepOrDrop(boolean kept, long n) throws IOException {
    apply(kept ? Action.KEEP : Action.DROP, n, ByteInspector.NONE);
  }

  void zero(long n) throws IOException {
    apply(Action.ZERO, n, ByteInspector.NONE);
  }

  /** Keeps {@code n} bytes and all bytes before the next {@code stop}. */
  void keepUntil(long n, byte stop, ByteInspector inspector) throws IOException {
    keep(n, inspector);
    search(stop);
  }

  /** Drops {@code n} bytes and all bytes before the next {@code stop}. */
  void dropUntil(long n, byte stop) throws IOException {
    drop(n);
    search(stop);
  }

  private void search(byte wanted) throws IOException {
    this.searching = true;
    this.stop = wanted;
    if (remaining == 0) {
      lookahead.remove(search(lookahead.bytes(), 0, lookahead.available()));
    }
  }

  /** Replaces the first {@code bytes.length} bytes of the lookahead. */
  void replace(byte... bytes) throws IOException {
    replaceFirst(bytes.length, bytes);
  }

  /** Replaces the first {@code n} bytes, all of them in the lookahead, by {@code bytes}. */
  void replaceFirst(int n, byte[] bytes) throws IOException {
    changed |= bytes.length != n || !lookahead.matches(0, bytes);
    out.write(bytes);
    lookahead.remove(n);
  }

  /** Records that a kept part violates its format. */
  void markMalformed() {
    malformed = true;
  }

  /** Records that a kept part violates its format, unless {@code isValid}. */
  void markMalformedUnless(boolean isValid) {
    malformed |= !isValid;
  }

  /** Records that the pixels, which stay, contain hidden text. */
  void markHiddenText() {
    hidesText = true;
  }

  /** Records that the image is complete, and drops the rest of the file. */
  void dropRest() throws IOException {
    result = StripResult.NOTHING_FOUND;
    drop(Long.MAX_VALUE);
  }

  /** Keeps the rest of the file unchanged, with {@code reason} as the result. */
  ParserState keepRest(StripResult reason) throws IOException {
    result = reason;
    keep(Long.MAX_VALUE);
    return (in, out) -> out.keepRest(reason);
  }

  private void apply(Action next, long n, ByteInspector observer) throws IOException {
    action = next;
    remaining = n;
    inspector = observer;
    lookahead.remove(apply(lookahead.bytes(), 0, (int) Math.min(remaining, lookahead.available())));
  }
}
