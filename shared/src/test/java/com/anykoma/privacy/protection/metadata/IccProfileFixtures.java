package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u16;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;

import java.util.LinkedHashMap;
import java.util.Map;

/** Colour profiles, assembled tag by tag. */
final class IccProfileFixtures {
  private static final int HEADER = 128;

  private IccProfileFixtures() {}

  /** A sanitised sRGB profile. */
  static byte[] sanitized() {
    return IccProfile.sanitized(withText("")).orElseThrow();
  }

  /** An sRGB profile with {@code text} in every optional text. */
  static byte[] withText(String text) {
    Map<String, byte[]> tags = new LinkedHashMap<>();
    tags.put("desc", joined(ascii("desc\0\0\0\0"), u32(44), padded(text), new byte[78]));
    tags.put("cprt", joined(ascii("text\0\0\0\0"), padded(text)));
    tags.put("wtpt", numbers(0xf351, 0x10000, 0x116cc));
    tags.putAll(colours());
    tags.put("dmnd", joined(ascii("mluc\0\0\0\0"), u32(0), u32(12), padded(text)));
    tags.put("priv", joined(ascii("data\0\0\0\0"), padded(text)));
    return of(tags);
  }

  /** The required tags of an RGB profile. */
  static Map<String, byte[]> colours() {
    Map<String, byte[]> tags = new LinkedHashMap<>();
    tags.put("rXYZ", numbers(0x6fa2, 0x38f5, 0x390));
    tags.put("gXYZ", numbers(0x6299, 0xb785, 0x18da));
    tags.put("bXYZ", numbers(0x24a0, 0xf84, 0xb6cf));
    tags.put("rTRC", curve(0, 0x3700, 0xffff));
    tags.put("gTRC", curve(0, 0x3700, 0xffff));
    tags.put("bTRC", joined(ascii("para\0\0\0\0"), u16(0), u16(0), u32(0x23333)));
    return tags;
  }

  static byte[] numbers(int... values) {
    byte[] numbers = ascii("XYZ \0\0\0\0");
    for (int each : values) {
      numbers = joined(numbers, u32(each));
    }
    return numbers;
  }

  static byte[] curve(int... values) {
    byte[] curve = joined(ascii("curv\0\0\0\0"), u32(values.length));
    for (int each : values) {
      curve = joined(curve, u16(each));
    }
    return joined(curve, new byte[values.length % 2 * 2]);
  }

  private static byte[] padded(String text) {
    return ascii((text + "\0".repeat(44)).substring(0, 44));
  }

  /** A display profile with these tags, in this order and without gaps. */
  static byte[] of(Map<String, byte[]> tags) {
    byte[] table = u32(tags.size());
    byte[] data = {};
    int begin = HEADER + 4 + 12 * tags.size();
    for (Map.Entry<String, byte[]> each : tags.entrySet()) {
      byte[] element = each.getValue();
      table = joined(table, ascii(each.getKey()), u32(begin + data.length), u32(element.length));
      data = joined(data, element, new byte[-element.length & 3]);
    }
    return joined(header(begin + data.length), table, data);
  }

  private static byte[] header(int length) {
    return joined(
        u32(length),
        ascii("lcms"),
        u32(0x02400000),
        ascii("mntrRGB XYZ "),
        bytes(7, 0xea, 0, 11, 0, 29, 0, 16, 0, 0, 0, 0),
        ascii("acspAPPL\0\0\0\0MADEBYMEMODEL"),
        new byte[HEADER - 36 - 4 - 4 - 4 - 13]);
  }
}
