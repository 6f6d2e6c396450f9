package com.anykoma.privacy.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded load of prepared requests over keep-alive connections on the loopback interface: plain
 * sockets, because a full client would cost more than what is measured.
 */
final class HttpLoad {
  private HttpLoad() {}

  /** One request, ready to be written, and the status that it must be answered with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(byte[] bytes, int status) {
    static Request post(URI target, Map<String, String> headers, byte[] body, int status) {
      StringBuilder head = new StringBuilder();
      head.append("POST ").append(target.getPath()).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
      head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
      headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
      byte[] headBytes = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
      byte[] all = Arrays.copyOf(headBytes, headBytes.length + body.length);
      System.arraycopy(body, 0, all, headBytes.length, body.length);
      return new Request(all, status);
    }
  }

  /**
   * What a load took, with its latencies in order.
   *
   * @param failed how many requests were answered with another status than they must be
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(long[] sortedNanos, long elapsedNanos, int failed) {
    double perSecond() {
      return sortedNanos.length * 1e9 / elapsedNanos;
    }

    double percentileMillis(double percent) {
      int index = (int) Math.ceil(percent / 100 * sortedNanos.length) - 1;
      return sortedNanos[Math.max(0, index)] / 1e6;
    }
  }

  /** Sends every request once, {@code clients} at a time. */
  static Result send(int port, List<Request> requests, int clients) throws Exception {
    AtomicInteger failed = new AtomicInteger();
    long[] nanos = new long[requests.size()];
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      calls.add(() -> client(port, requests, next, nanos, failed));
    }
    long start = System.nanoTime();
    try {
      for (Future<Boolean> each : threads.invokeAll(calls)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    long elapsed = System.nanoTime() - start;
    Arrays.sort(nanos);
    return new Result(nanos, elapsed, failed.get());
  }

  private static boolean client(
      int port, List<Request> requests, AtomicInteger next, long[] nanos, AtomicInteger failed)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
        Request request = requests.get(i);
        long start = System.nanoTime();
        out.write(request.bytes());
        int status = answer(in);
        nanos[i] = System.nanoTime() - start;
        if (status != request.status()) {
          failed.incrementAndGet();
        }
      }
    }
    return true;
  }

  private static int answer(InputStream in) throws IOException {
    String first = line(in);
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
    }
    if (chunked) {
      skipChunks(in);
    } else {
      in.skipNBytes(length);
    }
    return Integer.parseInt(first.substring(9, 12));
  }

  private static void skipChunks(InputStream in) throws IOException {
    int size = Integer.parseInt(line(in), 16);
    while (size > 0) {
      in.skipNBytes(size + 2L);
      size = Integer.parseInt(line(in), 16);
    }
    line(in);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
