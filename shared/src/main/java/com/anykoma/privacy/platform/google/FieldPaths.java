package com.anykoma.privacy.platform.google;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Field names in Firestore's request syntax: in backticks unless they are plain identifiers.
 *
 * @see <a
 *     href="https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#google.firestore.v1.StructuredQuery.FieldReference">FieldReference</a>
 */
public final class FieldPaths {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private FieldPaths() {}

  /** A single name; dots are part of it. */
  public static String quoted(String name) {
    return PLAIN.matcher(name).matches()
        ? name
        : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** A dotted path into maps, such as {@code plan.standing}. */
  static String dotted(String path) {
    return Arrays.stream(path.split("\\.", -1))
        .map(FieldPaths::quoted)
        .collect(Collectors.joining("."));
  }
}
