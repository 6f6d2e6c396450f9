package com.anykoma.privacy.emulators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.io.ByteStreams;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request to {@link FakeStorage} and its answer, with one injected fault. */
final class FaultyExchange extends HttpExchange {
  private static final long QUANTUM = 256 * 1024;
  private static final String CONTENT_RANGE = "Content-Range";
  private static final int BAD_REQUEST = 400;
  private static final int INCOMPLETE = 308;

  private final HttpExchange real;
  private final StorageFault fault;
  private final Headers headers;
  private long remaining; // bytes of the answer's body until it is cut

  FaultyExchange(HttpExchange real, StorageFault fault) {
    this.real = real;
    this.fault = fault;
    this.headers = new Headers();
    headers.putAll(real.getRequestHeaders());
    if (fault == StorageFault.NOT_FINISHED) { // hides that this is the last chunk
      headers.set(CONTENT_RANGE, headers.getFirst(CONTENT_RANGE).replaceFirst("/.*", "/*"));
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return headers;
  }

  @Override
  public InputStream getRequestBody() {
    return switch (fault) {
      case DAMAGED_UPLOAD -> damaged(real.getRequestBody());
      case CHUNK_KEPT_IN_PART -> ByteStreams.limit(real.getRequestBody(), QUANTUM);
      default -> real.getRequestBody();
    };
  }

  /** The tests' objects start with all digits. */
  private static InputStream damaged(InputStream sent) {
    try {
      String text = new String(sent.readAllBytes(), ISO_8859_1);
      return new ByteArrayInputStream(
          text.replaceFirst("0123456789", "1123456789").getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    remaining = fault == StorageFault.CUT_DOWNLOAD ? length / 2 : length;
    if (fault == StorageFault.SHORT_DOWNLOAD) {
      remaining = length - 1;
      real.sendResponseHeaders(status, remaining);
    } else if (fault == StorageFault.NOT_FINISHED && status == BAD_REQUEST) {
      String last = headers.getFirst(CONTENT_RANGE).replaceAll(".*-|/.*", "");
      real.getResponseHeaders().set("Range", "bytes=0-" + last);
      remaining = 0;
      real.sendResponseHeaders(INCOMPLETE, -1);
    } else if (fault != StorageFault.LOST_ANSWER) {
      real.sendResponseHeaders(status, length);
    }
  }

  @Override
  public OutputStream getResponseBody() {
    return switch (fault) {
      case LOST_ANSWER, NOT_FINISHED -> OutputStream.nullOutputStream();
      default -> new FaultyBody(real.getResponseBody());
    };
  }

  private final class FaultyBody extends FilterOutputStream {
    FaultyBody(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] changed = new String(bytes, offset, length, ISO_8859_1).getBytes(ISO_8859_1);
      if (fault == StorageFault.DAMAGED_DOWNLOAD) {
        changed[0] ^= 1;
      } else if (fault == StorageFault.OTHER_CRC32C) {
        changed =
            new String(changed, ISO_8859_1)
                .replaceFirst("\"crc32c\":\"[^\"]*\"", "\"crc32c\":\"AAAAAQ==\"")
                .getBytes(ISO_8859_1);
      }
      int kept = (int) Math.min(remaining, changed.length);
      out.write(changed, 0, kept);
      out.flush();
      remaining -= kept;
    }
  }

  @Override
  public Headers getResponseHeaders() {
    return real.getResponseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return real.getRequestURI();
  }

  @Override
  public String getRequestMethod() {
    return real.getRequestMethod();
  }

  @Override
  public HttpContext getHttpContext() {
    return real.getHttpContext();
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return real.getRemoteAddress();
  }

  @Override
  public int getResponseCode() {
    return real.getResponseCode();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return real.getLocalAddress();
  }

  @Override
  public String getProtocol() {
    return real.getProtocol();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return real.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    real.setAttribute(name, value);
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    real.setStreams(in, out);
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return real.getPrincipal();
  }
}
