package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** SHA-256 hashes in JSON: 64 lower-case hexadecimal digits. */
public final class HexHash {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private HexHash() {}

  public static String of(Bytes hash) {
    return HexFormat.of().formatHex(hash.toArray());
  }

  public static List<String> of(List<Bytes> hashes) {
    return hashes.stream().map(HexHash::of).toList();
  }

  public static Bytes read(JsonValue json, String name) {
    return read(json, name, json.requiredString(name));
  }

  public static List<Bytes> readAll(JsonValue json, String name) {
    return json.strings(name).stream().map(each -> read(json, name, each)).toList();
  }

  private static Bytes read(JsonValue json, String name, String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw json.problem(name, "is not a hash of 64 hexadecimal digits");
    }
    return Bytes.of(HexFormat.of().parseHex(hash));
  }
}
