package com.anykoma.privacy.bench;

import com.google.common.primitives.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends prepared requests, each exactly once, over keep-alive connections on the loopback
 * interface. Writes to plain sockets, because a full HTTP client would use more processor time than
 * the measured functions.
 */
final class HttpLoad {
  private final List<byte[]> requests;
  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder answerBytes = new LongAdder();
  private final Histogram nanos = new ConcurrentHistogram(3);

  /** Serializes a request. */
  static byte[] request(String method, URI target, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder(method + " " + target.getPath() + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + "\r\nHost: 127.0.0.1\r\n\r\n");
    return Bytes.concat(head.toString().getBytes(StandardCharsets.US_ASCII), body);
  }

  /** The latencies, the total size of the answers, and the total time. */
  record Result(Histogram nanos, long answerBytes, long elapsedNanos) {
    double perSecond() {
      return nanos.getTotalCount() * 1e9 / elapsedNanos;
    }

    double millis(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    ReportRow row(String name) {
      return ReportRow.of(name)
          .with("perSecond", perSecond())
          .with("p50Millis", millis(50))
          .with("p99Millis", millis(99));
    }
  }

  private HttpLoad(List<byte[]> requests) {
    this.requests = requests;
  }

  /** Sends every request, {@code clients} at a time, and expects the answer 200. */
  static Result send(int port, List<byte[]> requests, int clients) throws Exception {
    HttpLoad load = new HttpLoad(requests);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    Callable<Boolean> client = () -> load.sendSome(port);
    long start = System.nanoTime();
    try {
      for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(clients, client))) {
        boolean unused = each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return new Result(load.nanos, load.answerBytes.sum(), System.nanoTime() - start);
  }

  private boolean sendSome(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      byte[] buffer = new byte[64 * 1024];
      for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
        long start = System.nanoTime();
        socket.getOutputStream().write(requests.get(i));
        readAnswer(in, buffer);
        nanos.recordValue(System.nanoTime() - start);
      }
    }
    return true;
  }

  private void readAnswer(InputStream in, byte[] buffer) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    long length = 0;
    for (String each = line(in); !each.isEmpty(); each = line(in)) {
      if (each.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(each.substring(15).strip());
      }
    }
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      left -= read < 0 ? failed("an answer was incomplete") : read;
    }
    if (status != 200) {
      throw new IllegalStateException("the server answered with status " + status);
    }
    answerBytes.add(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      line.append((char) (c < 0 ? failed("the server closed the connection") : c));
    }
    return line.toString().stripTrailing();
  }

  private static int failed(String why) throws IOException {
    throw new EOFException(why);
  }
}
