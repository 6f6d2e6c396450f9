package com.anykoma.privacy.improvement.release;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of the objects in the bucket {@code releases}, which are also the paths in a copy of
 * it. A released copy has the name {@code RELEASE/ID}, with a release number of six digits and a
 * random id: its text is {@code items/RELEASE/ID.json}, its image {@code items/RELEASE/ID.image},
 * and its recall {@code recalls/RELEASE/ID.json}. A release is complete once {@code
 * manifests/RELEASE.json} exists.
 */
public final class ReleaseLayout {
  /** The bucket's name in the data map. */
  public static final String BUCKET = "releases";

  /** The folder of the manifests. */
  public static final String MANIFESTS = "manifests/";

  /** The folder of the files of items, in one folder for each release. */
  public static final String ITEMS = "items/";

  /** The folder of the recalls. */
  public static final String RECALLS = "recalls/";

  static final String TEXT = ".json";
  static final String IMAGE = ".image";

  /** A random id: 16 bytes in base64url. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

  private ReleaseLayout() {}

  /** The name of a release: its number with six digits. */
  public static String release(long number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  /** The name of a released copy. */
  public static String copy(long release, String id) {
    requireId(id);
    return release(release) + "/" + id;
  }

  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("an item's id must be 16 bytes in base64url");
    }
  }

  /** The folder of the files of a release's items. */
  public static String items(long release) {
    return ITEMS + release(release) + "/";
  }

  /** The file of a copy's text. */
  public static String text(String copy) {
    return ITEMS + copy + TEXT;
  }

  /** The file of a copy's image. */
  public static String image(String copy) {
    return ITEMS + copy + IMAGE;
  }

  /** The file of a copy's recall. */
  public static String recall(String copy) {
    return RECALLS + copy + ".json";
  }

  /** The file of a release's manifest. */
  public static String manifest(long release) {
    return MANIFESTS + release(release) + ".json";
  }
}
