package com.anykoma.privacy;

import java.util.regex.Pattern;

/**
 * The form of the two texts that settings bring into certificates: the names of places and the
 * grounds on which data stays. Strangers read certificates on their terminals, so both are short
 * and of a small alphabet. The settings' readers and the certificates' reader refuse everything
 * else.
 */
public final class CertifiedText {
  private static final Pattern PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,59}");
  private static final Pattern GROUND = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .,;:()/'-]{0,199}");

  private CertifiedText() {}

  /**
   * The name of a location or a store.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static String place(String name) {
    if (!PLACE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a place's name has 1 to 60 of the characters A-Z a-z 0-9 _ - and begins with a letter");
    }
    return name;
  }

  /**
   * Why something stays.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static String ground(String text) {
    if (!GROUND.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a ground has 1 to 200 of the characters A-Z a-z 0-9 blank . , ; : ( ) / ' -"
              + " and begins with a letter or digit");
    }
    return text;
  }
}
