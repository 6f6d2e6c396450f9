package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The chunks of a PNG or APNG file after its header (W3C PNG, third edition): length, type, data,
 * CRC. A chunk is kept or dropped as a whole, so that the CRCs of kept chunks stay valid.
 *
 * <p>A chunk is kept if the pixels depend on it and its size, structure and position are valid. An
 * invalid chunk is dropped if decoders do not need it; otherwise it is kept and the file is
 * malformed. Suggested palettes, histograms and the luminance of the author's display change no
 * pixel and are always dropped.
 */
final class PngChunks implements ParserState {
  static final int HEADER = 8;
  static final int CRC = 4;
  private static final long MAX_LENGTH = Integer.MAX_VALUE;
  private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', -82, 66, 96, -126};

  private static final Set<String> BEFORE_PALETTE =
      Set.of("gAMA", "cHRM", "sRGB", "cICP", "sBIT", "iCCP");
  private static final Set<String> TEXT = Set.of("tEXt", "zTXt", "iTXt");
  private static final String XMP = "XML:com.adobe.xmp\0";
  private static final String RAW_PROFILE = "Raw profile type ";

  /** The chunk types that are validated as a whole, with the maximum valid length in bytes. */
  private static final Map<String, Integer> MAX_LENGTH_BY_TYPE =
      Map.ofEntries(
          Map.entry("PLTE", 3 * 256),
          Map.entry("tRNS", 256),
          Map.entry("gAMA", 4),
          Map.entry("cHRM", 32),
          Map.entry("sRGB", 1),
          Map.entry("cICP", 4),
          Map.entry("sBIT", 4),
          Map.entry("bKGD", 6),
          Map.entry("pHYs", 9),
          Map.entry("iCCP", IccProfile.MAX_LENGTH),
          Map.entry("acTL", PngAnimation.CONTROL_LENGTH),
          Map.entry("fcTL", PngAnimation.FRAME_LENGTH));

  private final PngImageHeader header;
  private final PngColours colours;
  private final PngAnimation animation;
  private final Set<String> kept = new HashSet<>();
  private Optional<PngPixels> pixels = Optional.empty();

  PngChunks(PngImageHeader header) {
    this.header = header;
    this.colours = new PngColours(header);
    this.animation = new PngAnimation(header, colours);
  }

  @Override
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(HEADER)) {
      return this;
    }
    long length = lookahead.u32(0);
    String type = lookahead.type(4);
    if (length > MAX_LENGTH || !isType(type) || (type.equals("IEND") && length > 0)) {
      filter.keepRest(StripResult.MALFORMED);
      return this;
    }
    return switch (type) {
      case "IEND" -> end(lookahead, filter);
      case "IDAT" -> pixels(length, lookahead, filter);
      case "fdAT" -> frame(length, lookahead, filter);
      default -> other(type, length, lookahead, filter);
    };
  }

  private static boolean isType(String type) {
    return type.chars().allMatch(each -> (each | 0x20) >= 'a' && (each | 0x20) <= 'z');
  }

  private ParserState end(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(END.length)) {
      return this;
    }
    filter.markMalformedUnless(pixels.filter(PngPixels::isComplete).isPresent() && animation.isComplete());
    filter.markMalformedUnless(!colours.paletteHoldsText());
    if (pixels.filter(PngPixels::hidesText).isPresent() || animation.hidesText()) {
      filter.markHiddenText();
    }
    filter.replace(END);
    return new TrailingBytes();
  }

  /** Drops a chunk after the end of the compressed stream: it cannot contain pixels. */
  private ParserState pixels(long length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (pixels.filter(PngPixels::isFinished).isPresent()) {
      filter.drop(HEADER + length + CRC);
      return this;
    }
    if (pixels.isEmpty()) {
      filter.markMalformedUnless(!header.hasPalette() || colours.entries() > 0);
      pixels = Optional.of(new PngPixels(header, colours));
    }
    PngChunkData data = new PngChunkData(lookahead.bytes(4, HEADER), pixels.get(), this);
    filter.keep(HEADER);
    filter.keep(length, data);
    return data;
  }

  private ParserState frame(long length, Lookahead lookahead, StreamFilter filter) throws IOException {
    int dataStart = HEADER + PngAnimation.NUMBER_LENGTH;
    if (!animation.isAnimated()) {
      filter.drop(HEADER + length + CRC);
      return this;
    }
    if (lookahead.needs(dataStart)) {
      return this;
    }
    Optional<PngPixels> frame = animation.frame().filter(it -> !it.isFinished());
    boolean isValid = length >= PngAnimation.NUMBER_LENGTH && frame.isPresent();
    filter.markMalformedUnless(isValid && animation.acceptSequenceNumber((int) lookahead.u32(HEADER)));
    if (!isValid) {
      filter.keep(HEADER + length + CRC);
      return this;
    }
    PngChunkData data = new PngChunkData(lookahead.bytes(4, dataStart), frame.get(), this);
    filter.keep(dataStart);
    filter.keep(length - PngAnimation.NUMBER_LENGTH, data);
    return data;
  }

  private ParserState other(String type, long length, Lookahead lookahead, StreamFilter filter)
      throws IOException {
    boolean fits = length <= MAX_LENGTH_BY_TYPE.getOrDefault(type, -1);
    int wanted = fits ? HEADER + (int) length + CRC : HEADER + (int) Math.min(length, 20);
    if ((fits || TEXT.contains(type)) && lookahead.needsUnlessEnded(wanted)) {
      return this;
    }
    Optional<ByteBuffer> data =
        Optional.of(fits && lookahead.has(wanted) && hasRightCrc(lookahead, wanted))
            .filter(it -> it)
            .map(it -> lookahead.view(HEADER, wanted - CRC));
    if (type.equals("iCCP")) {
      profile(data, HEADER + length + CRC, filter);
    } else {
      filter.keepOrDrop(isKept(type, data, lookahead, filter), HEADER + length + CRC);
    }
    return this;
  }

  private static boolean hasRightCrc(Lookahead lookahead, int end) {
    return lookahead.u32(end - CRC) == PngChunk.crc(lookahead.bytes(4, end - CRC));
  }

  private void profile(Optional<ByteBuffer> data, long length, StreamFilter filter)
      throws IOException {
    Optional<byte[]> chunk =
        data.filter(it -> isInPlace("iCCP")).flatMap(it -> PngIccChunk.sanitized(it, header));
    if (chunk.isPresent()) {
      kept.add("iCCP");
      filter.replaceFirst((int) length, chunk.get());
    } else {
      filter.drop(length);
    }
  }

  private boolean isKept(
      String type, Optional<ByteBuffer> data, Lookahead lookahead, StreamFilter filter) {
    return switch (type) {
      case "PLTE" -> header.hasPalette() && requires(data.filter(this::setPalette), filter);
      case "tRNS" -> placeTransparency() && requires(data.filter(colours::setTransparency), filter);
      case "fcTL" -> animation.isAnimated() && requires(data.filter(this::beginFrame), filter);
      case "acTL" -> pixels.isEmpty() && data.filter(animation::acceptControl).isPresent();
      case "eXIf" -> filter.keeps(EmbeddedMetadata.EXIF);
      case "tEXt", "zTXt", "iTXt" -> isKeptText(lookahead, filter);
      default ->
          isCritical(type)
              ? requires(Optional.empty(), filter)
              : data.filter(it -> place(type, it)).isPresent();
    };
  }

  /** Keeps a chunk that decoders need; if it is invalid, the file is malformed. */
  private static boolean requires(Optional<ByteBuffer> valid, StreamFilter filter) {
    filter.markMalformedUnless(valid.isPresent());
    return true;
  }

  private boolean setPalette(ByteBuffer data) {
    return pixels.isEmpty() && colours.setPalette(data);
  }

  private boolean placeTransparency() {
    boolean hasAlpha =
        header.colourType() == PngImageHeader.GREY_ALPHA || header.colourType() == PngImageHeader.RGBA;
    return !hasAlpha && pixels.isEmpty() && kept.add("tRNS");
  }

  private boolean beginFrame(ByteBuffer data) {
    return animation.acceptFrameControl(data, pixels.isEmpty());
  }

  private boolean place(String type, ByteBuffer data) {
    return isInPlace(type) && PngAncillaryChunks.isValid(type, data, header, colours) && kept.add(type);
  }

  /** Whether the chunk is the first of its type, before the pixels and, if required, the palette. */
  private boolean isInPlace(String type) {
    boolean isLate = BEFORE_PALETTE.contains(type) && colours.entries() > 0;
    return pixels.isEmpty() && !isLate && !kept.contains(type);
  }

  private static boolean isKeptText(Lookahead lookahead, StreamFilter filter) {
    if (lookahead.matches(HEADER, XMP)) {
      return filter.keeps(EmbeddedMetadata.XMP);
    }
    return !lookahead.matches(HEADER, RAW_PROFILE) && filter.keeps(EmbeddedMetadata.TEXT);
  }

  /** Whether the chunk is critical: decoders cannot show the image without it. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }
}
