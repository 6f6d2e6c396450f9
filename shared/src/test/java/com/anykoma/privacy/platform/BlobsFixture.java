package com.anykoma.privacy.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;

/**
 * The {@link Blobs} adapter under test, and helpers to write blobs. Tests share the buckets and use
 * separate prefixes.
 */
public abstract class BlobsFixture {
  static final OptionalLong ANYTHING = OptionalLong.empty();

  /** The adapter under test. */
  protected abstract Blobs blobs();

  /** A bucket that keeps only live generations. */
  protected abstract String bucket();

  /** A bucket that keeps noncurrent generations. */
  protected abstract String versionedBucket();

  /** A prefix that no other test uses. */
  protected abstract String unique(String stem);

  String prefix;

  @BeforeEach
  void chooseIds() {
    prefix = unique("blobs") + "/";
  }

  BlobId id(String name) {
    return new BlobId(bucket(), prefix + name);
  }

  Blob write(String name, String text) throws IOException {
    return writeIf(name, text, ANYTHING);
  }

  Blob writeIf(String name, String text, OptionalLong ifGeneration) throws IOException {
    return write(id(name), text, ifGeneration);
  }

  Blob write(BlobId id, String text, OptionalLong ifGeneration) throws IOException {
    return blobs()
        .write(
            id,
            "text/plain",
            Map.of("k", "v"),
            ifGeneration,
            out -> out.write(text.getBytes(UTF_8)));
  }

  String text(Blob blob, long offset) throws IOException {
    try (InputStream in = blobs().read(blob, offset)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  List<String> names(String start) {
    return all(token -> blobs().list(bucket(), prefix + start, token, 100)).stream()
        .map(each -> each.id().name().substring(prefix.length()))
        .toList();
  }

  List<Blob> generations(String bucket, String start) {
    return all(token -> blobs().listGenerations(bucket, prefix + start, token, 2));
  }

  private static List<Blob> all(Function<Optional<String>, Page<Blob>> pages) {
    List<Blob> all = new ArrayList<>();
    Page<Blob> page = pages.apply(Optional.empty());
    all.addAll(page.items());
    while (page.next().isPresent()) {
      page = pages.apply(page.next());
      all.addAll(page.items());
    }
    return all;
  }
}
