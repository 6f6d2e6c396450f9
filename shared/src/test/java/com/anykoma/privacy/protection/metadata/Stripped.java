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

/** A file after it went through a stripper. */
final class Stripped {
  static final Set<EmbeddedMetadata> EVERYTHING = EnumSet.allOf(EmbeddedMetadata.class);

  private final byte[] bytes;
  private final StripResult outcome;

  private Stripped(byte[] bytes, StripResult outcome) {
    this.bytes = bytes;
    this.outcome = outcome;
  }

  /** Strips everything. */
  static Stripped of(byte[] file) {
    return of(file, EVERYTHING);
  }

  static Stripped of(byte[] file, Set<EmbeddedMetadata> unwanted) {
    return inPieces(file, unwanted, at -> file.length - at);
  }

  /** Strips everything from a file that comes in two pieces. */
  static Stripped split(byte[] file, int length) {
    return inPieces(file, EVERYTHING, at -> at < length ? length - at : file.length - at);
  }

  /**
   * @param length of the piece that begins at a position; a longer one ends with the file
   */
  static Stripped inPieces(byte[] file, Set<EmbeddedMetadata> unwanted, IntUnaryOperator length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, unwanted)) {
      int at = 0;
      while (at < file.length) {
        int piece = Math.min(length.applyAsInt(at), file.length - at);
        stripper.write(file, at, piece);
        at += piece;
      }
      StripResult outcome = stripper.finish();
      return new Stripped(out.toByteArray(), outcome);
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
