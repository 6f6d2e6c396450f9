package com.anykoma.privacy.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
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
import java.util.concurrent.atomic.LongAdder;

/**
 * A bounded load of prepared requests over keep-alive connections on the loopback interface: plain
 * sockets, because a full client would cost more than what is measured.
 */
final class HttpLoad {
  private static final int DRAIN_BYTES = 64 * 1024;

  private HttpLoad() {}

  /** One request, ready to be written, and the status that it must be answered with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(byte[] bytes, int status) {
    static Request post(URI target, Map<String, String> headers, byte[] body, int status) {
      StringBuilder head = head("POST", target, headers);
      head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
      byte[] headBytes = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
      byte[] all = Arrays.copyOf(headBytes, headBytes.length + body.length);
      System.arraycopy(body, 0, all, headBytes.length, body.length);
      return new Request(all, status);
    }

    static Request get(URI target, Map<String, String> headers, int status) {
      String head = head("GET", target, headers).append("\r\n").toString();
      return new Request(head.getBytes(StandardCharsets.US_ASCII), status);
    }

    private static StringBuilder head(String method, URI target, Map<String, String> headers) {
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(target.getPath());
      head.append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      return head;
    }
  }

  /**
   * What a load took, with its latencies in order.
   *
   * @param failed how many requests were answered with another status than they must be
   * @param bytes of all answers' bodies
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(long[] sortedNanos, long elapsedNanos, int failed, long bytes) {
    /**
     * This, if every request was answered as it must be and with so many bytes in all.
     *
     * @throws IllegalStateException when not
     */
    Result requireBytes(long expected) {
      if (failed > 0 || bytes != expected) {
        throw new IllegalStateException(
            failed + " requests were answered wrongly; " + bytes + " bytes came of " + expected);
      }
      return this;
    }

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
    LongAdder bytes = new LongAdder();
    long[] nanos = new long[requests.size()];
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      calls.add(() -> client(port, requests, next, nanos, failed, bytes));
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
    return new Result(nanos, elapsed, failed.get(), bytes.sum());
  }

  private static boolean client(
      int port,
      List<Request> requests,
      AtomicInteger next,
      long[] nanos,
      AtomicInteger failed,
      LongAdder bytes)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[DRAIN_BYTES];
      for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
        Request request = requests.get(i);
        long start = System.nanoTime();
        out.write(request.bytes());
        Answer answer = answer(in, buffer);
        nanos[i] = System.nanoTime() - start;
        bytes.add(answer.bytes());
        if (answer.status() != request.status()) {
          failed.incrementAndGet();
        }
      }
    }
    return true;
  }

  private record Answer(int status, long bytes) {}

  private static Answer answer(InputStream in, byte[] buffer) throws IOException {
    String first = line(in);
    long length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
    }
    if (chunked) {
      length = drainChunks(in, buffer);
    } else {
      drain(in, length, buffer);
    }
    return new Answer(Integer.parseInt(first.substring(9, 12)), length);
  }

  private static long drainChunks(InputStream in, byte[] buffer) throws IOException {
    long all = 0;
    int size = Integer.parseInt(line(in), 16);
    while (size > 0) {
      drain(in, size + 2L, buffer);
      all += size;
      size = Integer.parseInt(line(in), 16);
    }
    line(in);
    return all;
  }

  /** Large reads: a socket's stream would skip by 2 KiB at a time. */
  private static void drain(InputStream in, long length, byte[] buffer) throws IOException {
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("an answer was cut off");
      }
      left -= read;
    }
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
