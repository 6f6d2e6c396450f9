package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Hashes of SHA-256 as they stand in JSON: 64 hexadecimal digits, lower case. */
public final class HexHash {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private HexHash() {}

  public static String of(Bytes hash) {
    return HexFormat.of().formatHex(hash.toArray());
  }

  public static List<String> of(List<Bytes> hashes) {
    return hashes.stream().map(HexHash::of).toList();
  }

  public static Bytes read(JsonValue said, String name) {
    return read(said, name, said.requiredString(name));
  }

  public static List<Bytes> readAll(JsonValue said, String name) {
    return said.strings(name).stream().map(each -> read(said, name, each)).toList();
  }

  private static Bytes read(JsonValue said, String name, String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw said.problem(name, "is no hash of 64 hexadecimal digits");
    }
    return Bytes.of(HexFormat.of().parseHex(hash));
  }
}
