package com.anykoma.privacy.protection.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Associated data: what a ciphertext is bound to. Each part is preceded by its length (4 bytes, big
 * endian), so that no two lists of parts give the same bytes; the first names the kind of
 * ciphertext and its version, so that none passes for one of another kind.
 */
final class Binding {
  private Binding() {}

  static byte[] of(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String each : parts) {
        byte[] part = each.getBytes(StandardCharsets.UTF_8);
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes what is written to it", e);
    }
    return bytes.toByteArray();
  }
}
