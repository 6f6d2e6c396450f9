package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sanitises a matrix or grey colour profile (ICC.1:2022), the kind that images on the web have:
 * primaries and tone curves, as in sRGB, Display P3 and Adobe RGB.
 *
 * <p>The numbers from which colours are computed stay. Texts become empty; dates, names of devices
 * and programs, private tags and unused bytes become zero, because they can identify the owner of
 * the display that was profiled. The length stays. Other profiles, such as printer profiles with
 * lookup tables, are rejected.
 */
final class IccProfile {
  /** The maximum length, in bytes; usual profiles have 0.5 to 25 KB. */
  static final int MAX_LENGTH = 60_000;

  private static final int TABLE = 132;
  private static final int ENTRY = 12;
  private static final int MAX_TAGS = 100;
  private static final int INTENT = 64;
  private static final int MAX_INTENT = 3;

  /** The illuminant D50, which every profile header contains. */
  private static final int[] D50 = {0xf6d6, 0x10000, 0xd32d};

  private static final Set<String> CLASSES = Set.of("mntr", "scnr", "spac");
  private static final Set<String> RGB = Set.of("rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC");
  private static final Set<String> GREY = Set.of("kTRC");

  private IccProfile() {}

  static boolean isGrey(byte[] profile) {
    return profile.length >= TABLE && signature(ByteBuffer.wrap(profile), 16).equals("GRAY");
  }

  /** The profile with only its numbers; empty if it is invalid or of another kind. */
  static Optional<byte[]> sanitized(byte[] profile) {
    ByteBuffer in = ByteBuffer.wrap(profile);
    if (profile.length < TABLE || profile.length > MAX_LENGTH || !hasHeader(in)) {
      return Optional.empty();
    }
    return tags(in).map(tags -> written(in, tags));
  }

  private static boolean hasHeader(ByteBuffer in) {
    String space = signature(in, 16);
    return in.getInt(0) == in.limit()
        && in.get(8) >= 2
        && in.get(8) <= 4
        && CLASSES.contains(signature(in, 12))
        && (space.equals("RGB ") || space.equals("GRAY"))
        && signature(in, 20).equals("XYZ ")
        && signature(in, 36).equals("acsp");
  }

  /** The tags to keep, by offset; empty if the tag table is invalid. */
  private static Optional<List<IccTag>> tags(ByteBuffer in) {
    int n = in.getInt(TABLE - 4);
    if (n < 1 || n > MAX_TAGS || TABLE + n * ENTRY > in.limit()) {
      return Optional.empty();
    }
    List<IccTag> kept = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < n; i++) {
      int at = TABLE + i * ENTRY;
      IccTag tag = new IccTag(signature(in, at), in.getInt(at + 4), in.getInt(at + 8));
      if (!tag.isWithin(TABLE + n * ENTRY, in.limit()) || !names.add(tag.name())) {
        return Optional.empty();
      }
      if (tag.isValid(in)) {
        kept.add(tag);
      }
    }
    kept.sort(Comparator.comparingInt(IccTag::offset));
    names.retainAll(kept.stream().map(IccTag::name).toList());
    boolean isComplete = names.containsAll(signature(in, 16).equals("GRAY") ? GREY : RGB);
    return isComplete && !overlap(kept) ? Optional.of(kept) : Optional.empty();
  }

  /** Whether two tags share a part of their data; sharing all of it is valid. */
  private static boolean overlap(List<IccTag> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (!sorted.get(i).follows(sorted.get(i - 1))) {
        return true;
      }
    }
    return false;
  }

  private static byte[] written(ByteBuffer in, List<IccTag> tags) {
    ByteBuffer out = ByteBuffer.allocate(in.limit());
    out.putInt(0, in.limit());
    out.put(8, in.get(8)).put(9, in.get(9)); // version
    out.put(12, in, 12, 12); // class, colour space, connection space
    out.put(36, in, 36, 4);
    int intent = in.getInt(INTENT);
    out.putInt(INTENT, intent >= 0 && intent <= MAX_INTENT ? intent : 0);
    for (int i = 0; i < D50.length; i++) {
      out.putInt(INTENT + 4 + 4 * i, D50[i]);
    }
    out.putInt(TABLE - 4, tags.size());
    for (int i = 0; i < tags.size(); i++) {
      tags.get(i).write(in, out, TABLE + i * ENTRY);
    }
    return out.array();
  }

  /** A signature in the sense of ICC: four characters. */
  static String signature(ByteBuffer in, int at) {
    byte[] word = new byte[4];
    in.get(at, word);
    return new String(word, StandardCharsets.ISO_8859_1);
  }
}
