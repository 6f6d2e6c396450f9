package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * What follows an image's end, which goes: no decoder of the image looks at it, and phones put
 * second images, videos and depth maps there.
 */
final class Trailer implements Format {
  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    buffer.finish();
    return this;
  }
}
