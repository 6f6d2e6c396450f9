package com.anykoma.privacy.improvement.detection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Decodes percent-encoded values and Base64, in which personal data may stand. */
final class EncodedRule {
  private EncodedRule() {}

  /** The text of a percent-encoded run; malformed UTF-8 becomes replacement characters. */
  static String decodePercents(ScannedText text, int start, int end) {
    byte[] bytes = new byte[end - start];
    int length = 0;
    int i = start;
    while (i < end) {
      char c = text.at(i);
      boolean escape = isEscape(text, i);
      if (escape) {
        c = (char) Integer.parseInt(text.substring(i + 1, i + 3), 16);
      } else if (c >= 128) {
        c = '?';
      }
      bytes[length++] = (byte) c;
      i += escape ? 3 : 1;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Whether a percent sign with two hexadecimal digits stands here. */
  static boolean isEscape(ScannedText text, int at) {
    return text.at(at) == '%'
        && Characters.isAscii(text.at(at + 1), Characters.HEX)
        && Characters.isAscii(text.at(at + 2), Characters.HEX);
  }

  /** The text in a run of Base64 characters; empty unless it is printable UTF-8. */
  static Optional<String> decodeBase64(ScannedText text, int start, int end) {
    int length = (end - start) % 4 == 1 ? end - start - 1 : end - start;
    String standard = text.substring(start, start + length).replace('-', '+').replace('_', '/');
    if (!mayBeText(Base64.getDecoder().decode(standard.substring(0, 4)))) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(standard);
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(decoded).filter(it -> it.chars().noneMatch(EncodedRule::isControl));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether these bytes can begin a text; a quick test that most words fail. */
  private static boolean mayBeText(byte[] bytes) {
    return (isPrintable(bytes[0]) && isPrintable(bytes[1])) || (bytes[0] & 0xff) >= 0xC2;
  }

  private static boolean isPrintable(byte c) {
    return c >= ' ' && c < 0x7F;
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
  }
}
