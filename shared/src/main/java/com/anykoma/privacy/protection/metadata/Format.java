package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * A place in the grammar of a file format: what may stand here, and which place comes next. It
 * looks at the few bytes that the window shows and tells the buffer what becomes of them.
 */
interface Format {
  /**
   * Decides about the next bytes, or asks for more of them. It is called again and again, so it has
   * to do one of the two, and may not note anything before it has seen all that it asks for.
   *
   * @return the place that decides next
   */
  Format next(Window window, FilterBuffer buffer) throws IOException;
}
