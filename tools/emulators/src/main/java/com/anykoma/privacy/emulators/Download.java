package com.anykoma.privacy.emulators;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Downloads a file, verifies its SHA-256, and shows the progress on a terminal. */
final class Download {
  private static final int OK = 200;
  private static final int CHUNK = 64 * 1024;
  private static final double MB = 1e6;

  private Download() {}

  /** Downloads a file; replaces {@code into} only after the checksum matches. */
  static void of(URI from, String sha256, Path into) {
    Path parts = into.resolveSibling(into.getFileName() + ".part");
    try {
      Files.createDirectories(into.toAbsolutePath().getParent());
      String found = fetch(from, parts);
      if (!found.equals(sha256)) {
        Files.delete(parts);
        throw new IllegalStateException(
            from + " has the SHA-256 " + found + " instead of " + sha256 + "; it was deleted");
      }
      Files.move(parts, into, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(from + " cannot be downloaded: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(from + " was not downloaded: interrupted", e);
    }
  }

  private static String fetch(URI from, Path into) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    HttpResponse<InputStream> answer =
        client.send(HttpRequest.newBuilder(from).build(), BodyHandlers.ofInputStream());
    try (InputStream in = answer.body();
        HashingOutputStream out =
            new HashingOutputStream(Hashing.sha256(), Files.newOutputStream(into))) {
      if (answer.statusCode() != OK) {
        throw new IOException("the server answers " + answer.statusCode());
      }
      copy(in, out, answer.headers().firstValueAsLong("content-length").orElse(0), into);
      return out.hash().toString();
    }
  }

  private static void copy(InputStream in, OutputStream out, long size, Path into)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long done = 0;
    long shown = -1;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      out.write(chunk, 0, read);
      done += read;
      long percent = size > 0 ? done * 100 / size : 0;
      if (percent != shown && isTerminal()) {
        shown = percent;
        System.err.printf(
            Locale.ROOT, "\r%s: %3d %% of %.1f MB", into.getFileName(), percent, size / MB);
      }
    }
    if (isTerminal()) {
      System.err.println();
    }
  }

  private static boolean isTerminal() {
    return Ansi.AUTO.enabled();
  }
}
