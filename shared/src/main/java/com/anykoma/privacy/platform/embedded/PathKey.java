package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.DocumentPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encoding of paths as SQLite keys: one byte with the number of documents on the path, then the ids
 * in UTF-8, separated by NUL. An id contains no NUL, so two paths never share a key. The byte order
 * of the keys sorts siblings as Firestore does. The documents of a collection, without its
 * subcollections, are one contiguous range of keys.
 */
final class PathKey {
  /** Firestore's limit on the depth of collections. */
  static final int MAX_DEPTH = 100;

  private PathKey() {}

  static byte[] of(DocumentPath path) {
    return key(path.value());
  }

  /** The common prefix of the keys of a collection's documents. */
  static byte[] ofCollection(String collection) {
    return key(collection + "/");
  }

  static int depth(byte[] key) {
    return key[0];
  }

  /** The common prefix of the keys that are {@code depth} documents deep under {@code parent}. */
  static byte[] below(Optional<DocumentPath> parent, int depth) {
    byte[] start = parent.map(each -> key(each.value() + "/")).orElseGet(() -> new byte[1]);
    start[0] = (byte) depth;
    return start;
  }

  /** The first key after all keys with the prefix {@code start}. */
  static byte[] after(byte[] start) {
    byte[] end = start.clone();
    int last = end.length - 1;
    while (end[last] == (byte) 0xFF) {
      last--;
    }
    end[last]++;
    return Arrays.copyOf(end, last + 1);
  }

  /** The position after a document in a range of keys that begins at {@code start}. */
  static byte[] later(byte[] start, DocumentPath after) {
    byte[] key = of(after);
    key[0] = start[0];
    return Arrays.compareUnsigned(key, start) > 0 ? key : start;
  }

  /** The first key after a document of the collection with this prefix, and its descendants. */
  static byte[] afterId(byte[] start, String id) {
    byte[] ids = id.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(start, start.length + ids.length + 1);
    System.arraycopy(ids, 0, key, start.length, ids.length);
    return after(key);
  }

  /** The id of the document's collection; null for a top-level collection. */
  static @Nullable String nestedGroup(DocumentPath path) {
    String value = path.value();
    int end = value.lastIndexOf('/');
    int start = value.lastIndexOf('/', end - 1);
    return start < 0 ? null : value.substring(start + 1, end);
  }

  static DocumentPath path(byte[] key) {
    return new DocumentPath(text(key, 1, key.length));
  }

  /** Decodes the ids in a part of a key. */
  static String text(byte[] key, int from, int to) {
    return new String(key, from, to - from, StandardCharsets.UTF_8).replace('\0', '/');
  }

  private static byte[] key(String path) {
    byte[] ids = path.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[ids.length + 1];
    int slashes = 0;
    for (int i = 0; i < ids.length; i++) {
      boolean slash = ids[i] == '/';
      key[i + 1] = slash ? 0 : ids[i];
      slashes += slash ? 1 : 0;
    }
    int depth = (slashes + 1) / 2;
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a path has more than the limit of " + MAX_DEPTH + " collections");
    }
    key[0] = (byte) depth;
    return key;
  }
}
