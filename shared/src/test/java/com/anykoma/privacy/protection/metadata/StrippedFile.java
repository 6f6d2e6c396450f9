package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** The result of stripping a file: its bytes and the stripper's result. */
final class StrippedFile {
  static final Set<EmbeddedMetadata> EVERYTHING = EnumSet.allOf(EmbeddedMetadata.class);

  private final byte[] bytes;
  private final StripResult outcome;

  private StrippedFile(byte[] bytes, StripResult outcome) {
    this.bytes = bytes;
    this.outcome = outcome;
  }

  /** Strips all metadata. */
  static StrippedFile of(byte[] file) {
    return of(file, EVERYTHING);
  }

  static StrippedFile of(byte[] file, Set<EmbeddedMetadata> unwanted) {
    return inPieces(file, unwanted, at -> file.length - at);
  }

  /** Strips all metadata from a file written in two parts. */
  static StrippedFile split(byte[] file, int length) {
    return inPieces(file, EVERYTHING, at -> at < length ? length - at : file.length - at);
  }

  /**
   * @param length the length of the write at a position; limited to the end of the file
   */
  static StrippedFile inPieces(
      byte[] file, Set<EmbeddedMetadata> unwanted, IntUnaryOperator length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, unwanted)) {
      int at = 0;
      while (at < file.length) {
        int piece = Math.min(length.applyAsInt(at), file.length - at);
        stripper.write(file, at, piece);
        at += piece;
      }
      StripResult outcome = stripper.finish();
      return new StrippedFile(out.toByteArray(), outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  StripResult outcome() {
    return outcome;
  }

  String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
