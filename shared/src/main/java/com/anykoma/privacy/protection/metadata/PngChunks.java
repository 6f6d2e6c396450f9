package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

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
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(HEADER)) {
      return this;
    }
    long length = in.u32(0);
    String type = in.type(4);
    if (length > MAX_LENGTH || !isType(type) || (type.equals("IEND") && length > 0)) {
      return out.keepRest(StripResult.MALFORMED);
    }
    return switch (type) {
      case "IEND" -> end(in, out);
      case "IDAT" -> pixels(length, in, out);
      case "fdAT" -> frame(length, in, out);
      default -> other(type, length, in, out);
    };
  }

  private static boolean isType(String type) {
    return type.chars().allMatch(each -> (each | 0x20) >= 'a' && (each | 0x20) <= 'z');
  }

  private ParserState end(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(END.length)) {
      return this;
    }
    out.markMalformedUnless(
        pixels.filter(PngPixels::isComplete).isPresent() && animation.isComplete());
    out.markMalformedUnless(!colours.paletteHoldsText());
    if (pixels.filter(PngPixels::hidesText).isPresent() || animation.hidesText()) {
      out.markHiddenText();
    }
    out.replace(END);
    return ParserState::trailingBytes;
  }

  /** Drops a chunk after the end of the compressed stream: it cannot contain pixels. */
  private ParserState pixels(long length, Lookahead in, StreamFilter out) throws IOException {
    if (pixels.filter(PngPixels::isFinished).isPresent()) {
      out.drop(HEADER + length + CRC);
      return this;
    }
    if (pixels.isEmpty()) {
      out.markMalformedUnless(!header.hasPalette() || colours.entries() > 0);
      pixels = Optional.of(new PngPixels(header, colours));
    }
    PngChunkData data = new PngChunkData(in.bytes(4, HEADER), pixels.get(), this);
    out.keep(HEADER);
    out.keep(length, data);
    return data;
  }

  private ParserState frame(long length, Lookahead in, StreamFilter out) throws IOException {
    int dataStart = HEADER + PngAnimation.NUMBER_LENGTH;
    if (!animation.isAnimated()) {
      out.drop(HEADER + length + CRC);
      return this;
    }
    if (in.needs(dataStart)) {
      return this;
    }
    Optional<PngPixels> frame = animation.frame().filter(it -> !it.isFinished());
    boolean isValid = length >= PngAnimation.NUMBER_LENGTH && frame.isPresent();
    out.markMalformedUnless(isValid && animation.acceptSequenceNumber((int) in.u32(HEADER)));
    if (!isValid) {
      out.keep(HEADER + length + CRC);
      return this;
    }
    PngChunkData data = new PngChunkData(in.bytes(4, dataStart), frame.get(), this);
    out.keep(dataStart);
    out.keep(length - PngAnimation.NUMBER_LENGTH, data);
    return data;
  }

  private ParserState other(String type, long length, Lookahead in, StreamFilter out)
      throws IOException {
    boolean fits = length <= MAX_LENGTH_BY_TYPE.getOrDefault(type, -1);
    int wanted = fits ? HEADER + (int) length + CRC : HEADER + (int) Math.min(length, 20);
    if ((fits || TEXT.contains(type)) && in.needsUnlessEnded(wanted)) {
      return this;
    }
    Optional<ByteBuffer> data =
        Optional.of(fits && in.has(wanted) && hasRightCrc(in, 4, wanted))
            .filter(it -> it)
            .map(it -> in.view(HEADER, wanted - CRC));
    if (type.equals("iCCP")) {
      profile(data, HEADER + length + CRC, out);
    } else {
      out.keepOrDrop(isKept(type, data, in, out), HEADER + length + CRC);
    }
    return this;
  }

  /** Whether the CRC before {@code end} is that of the bytes from {@code from}. */
  static boolean hasRightCrc(Lookahead in, int from, int end) {
    return (int) in.u32(end - CRC) == crc(in.bytes(from, end - CRC));
  }

  private static int crc(byte[] typeAndData) {
    CRC32 crc = new CRC32();
    crc.update(typeAndData);
    return (int) crc.getValue();
  }

  /** A chunk with its length and CRC. */
  static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(HEADER + data.length + CRC).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    return chunk.putInt(crc(Arrays.copyOfRange(chunk.array(), 4, chunk.position()))).array();
  }

  private void profile(Optional<ByteBuffer> data, long length, StreamFilter out)
      throws IOException {
    Optional<byte[]> chunk =
        data.filter(it -> isInPlace("iCCP")).flatMap(it -> PngIccChunk.sanitized(it, header));
    if (chunk.isPresent()) {
      kept.add("iCCP");
      out.replaceFirst((int) length, chunk.get());
    } else {
      out.drop(length);
    }
  }

  private boolean isKept(String type, Optional<ByteBuffer> data, Lookahead in, StreamFilter out) {
    return switch (type) {
      case "PLTE" -> header.hasPalette() && requires(data.filter(this::setPalette), out);
      case "tRNS" -> placeTransparency() && requires(data.filter(colours::setTransparency), out);
      case "fcTL" -> animation.isAnimated() && requires(data.filter(this::beginFrame), out);
      case "acTL" -> pixels.isEmpty() && data.filter(animation::acceptControl).isPresent();
      case "eXIf" -> out.keeps(EmbeddedMetadata.EXIF);
      case "tEXt", "zTXt", "iTXt" -> isKeptText(in, out);
      default ->
          isCritical(type)
              ? requires(Optional.empty(), out)
              : data.filter(it -> place(type, it)).isPresent();
    };
  }

  /** Keeps a chunk that decoders need; if it is invalid, the file is malformed. */
  private static boolean requires(Optional<ByteBuffer> valid, StreamFilter out) {
    out.markMalformedUnless(valid.isPresent());
    return true;
  }

  private boolean setPalette(ByteBuffer data) {
    return pixels.isEmpty() && colours.setPalette(data);
  }

  private boolean placeTransparency() {
    boolean hasAlpha =
        header.colourType() == PngImageHeader.GREY_ALPHA
            || header.colourType() == PngImageHeader.RGBA;
    return !hasAlpha && pixels.isEmpty() && kept.add("tRNS");
  }

  private boolean beginFrame(ByteBuffer data) {
    return animation.acceptFrameControl(data, pixels.isEmpty());
  }

  private boolean place(String type, ByteBuffer data) {
    return isInPlace(type)
        && PngAncillaryChunks.isValid(type, data, header, colours)
        && kept.add(type);
  }

  /** Whether the chunk is the first of its type and before the pixels (and palette if required). */
  private boolean isInPlace(String type) {
    boolean isLate = BEFORE_PALETTE.contains(type) && colours.entries() > 0;
    return pixels.isEmpty() && !isLate && !kept.contains(type);
  }

  private static boolean isKeptText(Lookahead in, StreamFilter out) {
    if (in.matches(HEADER, XMP)) {
      return out.keeps(EmbeddedMetadata.XMP);
    }
    return !in.matches(HEADER, RAW_PROFILE) && out.keeps(EmbeddedMetadata.TEXT);
  }

  /** Whether the chunk is critical: decoders cannot show the image without it. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }
}
