package com.anykoma.privacy.protection.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes the associated data of an AEAD ciphertext. Each part is preceded by its length (4 bytes,
 * big-endian), so that different lists of parts give different bytes. The first parts name the kind
 * of ciphertext and its version, so that no ciphertext is accepted as one of another kind.
 */
final class AssociatedData {
  private AssociatedData() {}

  static byte[] of(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String each : parts) {
        byte[] part = each.getBytes(StandardCharsets.UTF_8);
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return bytes.toByteArray();
  }
}
