package com.anykoma.privacy.platform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The path of a node in the Realtime Database: its keys from the root, none for the root itself. A
 * key has 1 to 768 bytes of UTF-8, without {@code . $ # [ ] /} and control characters. Prints no
 * key, because a key may be a uid.
 */
public record NodePath(List<String> keys) {
  public static final NodePath ROOT = new NodePath(List.of());

  private static final int MAX_KEY_BYTES = 768;
  private static final String FORBIDDEN = ".$#[]/";

  public NodePath {
    keys = List.copyOf(keys);
    if (!keys.stream().allMatch(NodePath::isKey)) {
      throw new IllegalArgumentException("the Realtime Database cannot have such a key");
    }
  }

  /** Whether the database can have a node with this key. */
  public static boolean isKey(String key) {
    return !key.isEmpty()
        && key.chars().noneMatch(c -> c < ' ' || c == '\u007f' || FORBIDDEN.indexOf(c) >= 0)
        && StandardCharsets.UTF_8.newEncoder().canEncode(key)
        && key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
  }

  /** Returns the path of the child with this key. */
  public NodePath child(String key) {
    return new NodePath(Stream.concat(keys.stream(), Stream.of(key)).toList());
  }

  @Override
  public String toString() {
    return "[node]";
  }
}
