package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * A response whose body is a decrypted blob. It starts with the first authenticated bytes. Damage
 * before them becomes an error response; damage after them ends the response early, and the client
 * detects that by {@code Content-Length}.
 */
final class BlobAnswer extends OutputStream {
  /** A header that a handler sets first if the file has a name. */
  static final String DISPOSITION = "Content-Disposition";

  /** Types that a browser may display. Others are attachments: clients declared the types. */
  private static final Set<String> INLINE =
      Set.of("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif");

  private final OpenedBlob blob;
  private final ByteRange.Requested requested;
  private final HttpResponse response;
  private boolean started;

  BlobAnswer(OpenedBlob blob, ByteRange.Requested requested, HttpResponse response) {
    this.blob = blob;
    this.requested = requested;
    this.response = response;
  }

  /** Sends the whole response. */
  void send() throws IOException {
    try {
      if (requested instanceof ByteRange.Requested.Part part) {
        blob.writeTo(this, part.range().from(), part.range().length());
      } else {
        blob.writeTo(this);
      }
    } catch (PermanentFailure e) {
      if (started) {
        throw new IOException("the response ended early: " + e.getMessage(), e);
      }
      throw e;
    }
    start();
  }

  /** Sends status and headers unless they are already sent. */
  void start() {
    if (started) {
      return;
    }
    started = true;
    boolean isInline = INLINE.contains(blob.contentType());
    response.setContentType(isInline ? blob.contentType() : "application/octet-stream");
    if (!isInline && !response.getHeaders().containsKey(DISPOSITION)) {
      response.appendHeader(DISPOSITION, "attachment");
    }
    if (requested instanceof ByteRange.Requested.Part part) {
      response.setStatusCode(206);
      response.appendHeader("Content-Range", part.range().contentRange(blob.size()));
      response.appendHeader("Content-Length", Long.toString(part.range().length()));
    } else {
      response.setStatusCode(200);
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
