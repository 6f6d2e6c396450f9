package com.anykoma.privacy;

import java.util.regex.Pattern;

/**
 * Checks the two texts that certificates copy from settings: names of locations and stores, and the
 * grounds for retaining data. Other people read certificates on their terminals, so both texts are
 * short and use a small alphabet. The readers of settings and of certificates refuse other texts.
 */
public final class CertifiedText {
  private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,59}");
  private static final Pattern GROUND = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .,;:()/'-]{0,199}");

  private CertifiedText() {}

  /** Returns the name of a location or a store; refuses another form. */
  public static String place(String name) {
    if (!PLACE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a place's name has 1 to 60 of the characters A-Z a-z 0-9 _ - and begins with a letter");
    }
    return name;
  }

  /** Returns the ground for retaining data; refuses another form. */
  public static String ground(String text) {
    if (!GROUND.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a ground has 1 to 200 of the characters A-Z a-z 0-9 space . , ; : ( ) / ' -"
              + " and begins with a letter or digit");
    }
    return text;
  }
}
