package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * A blob as the body of an answer. The answer begins with its first authentic bytes: what turns out
 * to be damaged before that is an error of its own, what does later is cut off, which its length
 * tells. Never served as if it were whole.
 */
final class BlobAnswer extends OutputStream {
  private static final int OK = 200;
  private static final int PARTIAL = 206;

  /**
   * What a browser may show; everything else is only handed over, since clients said what it is.
   */
  private static final Set<String> SHOWN =
      Set.of("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif");

  private final OpenedBlob blob;
  private final ByteRange.Asked asked;
  private final HttpResponse response;
  private boolean started;

  BlobAnswer(OpenedBlob blob, ByteRange.Asked asked, HttpResponse response) {
    this.blob = blob;
    this.asked = asked;
    this.response = response;
  }

  /** Sends all that was asked for. */
  void send() throws IOException {
    try {
      if (asked instanceof ByteRange.Asked.Part part) {
        blob.writeTo(this, part.range().from(), part.range().length());
      } else {
        blob.writeTo(this);
      }
    } catch (PermanentFailure e) {
      if (started) {
        throw new IOException("an answer is cut off: " + e.getMessage(), e);
      }
      throw e;
    }
    start();
  }

  /** Sends status and headers, if they are not yet. */
  void start() {
    if (started) {
      return;
    }
    started = true;
    boolean shown = SHOWN.contains(blob.contentType());
    response.setContentType(shown ? blob.contentType() : "application/octet-stream");
    if (!shown) {
      response.appendHeader("Content-Disposition", "attachment");
    }
    if (asked instanceof ByteRange.Asked.Part part) {
      response.setStatusCode(PARTIAL);
      response.appendHeader("Content-Range", part.range().of(blob.size()));
      response.appendHeader("Content-Length", Long.toString(part.range().length()));
    } else {
      response.setStatusCode(OK);
      response.appendHeader("Content-Length", Long.toString(blob.size()));
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    start();
    response.getOutputStream().write(bytes, offset, length);
  }
}
