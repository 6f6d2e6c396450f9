package com.anykoma.privacy.local.app;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;

/** The bucket calls of the fake app: plaintext uploads, and a hex hexDump of the sealed object. */
record AppBlobs(Blobs blobs, DataMap dataMap) {
  static final long MAX_BYTES = 32L << 20;

  private static final int SHOWN_BYTES = 64;
  private static final int BYTES_PER_LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  /** Writes an upload to the staging bucket, if the data map has a location for its name. */
  AppAnswer upload(String name, Optional<String> contentType, InputStream sent) throws IOException {
    BlobId id = new BlobId(UploadService.UPLOADS, name);
    if (dataMap.locationOf(id).isEmpty()) {
      return AppAnswer.unnamed();
    }
    try {
      Blob uploaded =
          blobs.write(
              id,
              contentType.orElse("application/octet-stream"),
              Map.of(),
              OptionalLong.empty(),
              out -> copy(sent, out));
      return AppAnswer.ok("uploaded, " + uploaded.size() + " bytes");
    } catch (TooLarge e) {
      return new AppAnswer(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "an upload has at most " + MAX_BYTES + " bytes; nothing was stored");
    }
  }

  /** An upload larger than {@link #MAX_BYTES}. */
  private static final class TooLarge extends IOException {}

  private static void copy(InputStream sent, OutputStream out) throws IOException {
    if (ByteStreams.limit(sent, MAX_BYTES + 1).transferTo(out) > MAX_BYTES) {
      throw new TooLarge();
    }
  }

  /**
   * Returns the size, content type, metadata and first bytes of an object in the content bucket.
   */
  AppAnswer stored(String name) throws IOException {
    Optional<Blob> stored = blobs.stat(new BlobId(UploadService.CONTENT, name));
    if (stored.isEmpty()) {
      return new AppAnswer(
          HttpStatus.NOT_FOUND_404, "the content bucket has no object with this name");
    }
    try (InputStream in = blobs.read(stored.get(), 0)) {
      return AppAnswer.ok(described(stored.get()) + hexDump(in.readNBytes(SHOWN_BYTES)));
    }
  }

  private static String described(Blob stored) {
    StringBuilder text = new StringBuilder("size: " + stored.size() + "\n");
    text.append("content-type: ").append(stored.contentType()).append('\n');
    new TreeMap<>(stored.metadata())
        .forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return text.toString();
  }

  private static String hexDump(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
      int end = Math.min(at + BYTES_PER_LINE, bytes.length);
      text.append(String.format("\n%08x  %-47s  ", at, HEX.formatHex(bytes, at, end)));
      for (int i = at; i < end; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
    }
    return text.toString();
  }
}
