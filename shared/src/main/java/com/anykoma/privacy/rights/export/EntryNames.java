package com.anykoma.privacy.rights.export;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of files in an archive. A name is a number that is unique in its folder, and of the
 * original name only ASCII letters, digits, {@code -} and {@code _}. So a name cannot leave its
 * folder, differ from another only by case or normalization, be reserved by Windows, or hide its
 * extension by control characters. The original name is in the row of the entry.
 */
final class EntryNames {
  private static final int MAX_LENGTH = 60;
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]+");

  /** The extensions of content types; files of other types are {@code .bin}, which never runs. */
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "image/png", "png",
          "image/jpeg", "jpg",
          "image/webp", "webp",
          "image/gif", "gif",
          "image/avif", "avif",
          "image/heic", "heic",
          "video/mp4", "mp4",
          "audio/mpeg", "mp3",
          "application/pdf", "pdf",
          "text/plain", "txt");

  private EntryNames() {}

  /** The file of an entry: its number in the source, its name and its type's extension. */
  static String file(String folder, long number, String name, String contentType) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    String stem = UNSAFE.matcher(dot > 0 ? last.substring(0, dot) : last).replaceAll("_");
    return "files/%s/%06d-%s.%s"
        .formatted(
            folder,
            number,
            stem.substring(0, Math.min(stem.length(), MAX_LENGTH)),
            EXTENSIONS.getOrDefault(contentType.toLowerCase(Locale.ROOT), "bin"));
  }

  /** The folder of a source: its index, so that no two are equal without regard to case. */
  static String folder(int index, String source) {
    return "%02d-%s".formatted(index + 1, UNSAFE.matcher(source).replaceAll("_"));
  }
}
