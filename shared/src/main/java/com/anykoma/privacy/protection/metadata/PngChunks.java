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
 * CRC. A chunk is kept or dropped whole, so that the CRCs of those that stay are right.
 *
 * <p>A chunk stays when the pixels need it and it has the size, the form and the place that the
 * format gives it. If it has not, it goes when decoders do without it, and the file is malformed
 * when they do not. Suggested palettes, histograms and the luminance of the author's display change
 * no pixel, and go always.
 */
final class PngChunks implements Format {
  static final int HEADER = 8;
  static final int CRC = 4;
  private static final long LONGEST = Integer.MAX_VALUE;
  private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', -82, 66, 96, -126};

  private static final Set<String> BEFORE_PALETTE =
      Set.of("gAMA", "cHRM", "sRGB", "cICP", "sBIT", "iCCP");
  private static final Set<String> TEXT = Set.of("tEXt", "zTXt", "iTXt");
  private static final String XMP = "XML:com.adobe.xmp\0";
  private static final String RAW_PROFILE = "Raw profile type ";

  /** The chunks that are looked at as a whole, and the length of the longest valid one. */
  private static final Map<String, Integer> SHOWN =
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

  private final PngHeader header;
  private final PngColours colours;
  private final PngAnimation animation;
  private final Set<String> kept = new HashSet<>();
  private Optional<PngPixels> pixels = Optional.empty();

  PngChunks(PngHeader header) {
    this.header = header;
    this.colours = new PngColours(header);
    this.animation = new PngAnimation(header, colours);
  }

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(HEADER)) {
      return this;
    }
    long length = window.u32(0);
    String type = window.type(4);
    if (length > LONGEST || !isType(type) || (type.equals("IEND") && length > 0)) {
      buffer.keepRest(StripResult.MALFORMED);
      return this;
    }
    return switch (type) {
      case "IEND" -> end(window, buffer);
      case "IDAT" -> pixels(length, window, buffer);
      case "fdAT" -> frame(length, window, buffer);
      default -> other(type, length, window, buffer);
    };
  }

  private static boolean isType(String type) {
    return type.chars().allMatch(each -> (each | 0x20) >= 'a' && (each | 0x20) <= 'z');
  }

  private Format end(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(END.length)) {
      return this;
    }
    buffer.markUncleanUnless(pixels.filter(PngPixels::isWhole).isPresent() && animation.isWhole());
    buffer.markUncleanUnless(!colours.holdText());
    if (pixels.filter(PngPixels::hideText).isPresent() || animation.hidesText()) {
      buffer.reportHiddenText();
    }
    buffer.replace(END);
    return new Trailer();
  }

  /** A chunk that follows the end of the compressed stream holds no pixels. */
  private Format pixels(long length, Window window, FilterBuffer buffer) throws IOException {
    if (pixels.filter(PngPixels::isFinished).isPresent()) {
      buffer.drop(HEADER + length + CRC);
      return this;
    }
    if (pixels.isEmpty()) {
      buffer.markUncleanUnless(!header.hasPalette() || colours.entries() > 0);
      pixels = Optional.of(new PngPixels(header, colours));
    }
    PngData data = new PngData(window.bytes(4, HEADER), pixels.get(), this);
    buffer.keep(HEADER);
    buffer.keep(length, data);
    return data;
  }

  private Format frame(long length, Window window, FilterBuffer buffer) throws IOException {
    int begun = HEADER + PngAnimation.NUMBER_LENGTH;
    if (!animation.isAnimated()) {
      buffer.drop(HEADER + length + CRC);
      return this;
    }
    if (window.lacks(begun)) {
      return this;
    }
    Optional<PngPixels> frame = animation.frame().filter(it -> !it.isFinished());
    boolean isInOrder = length >= PngAnimation.NUMBER_LENGTH && frame.isPresent();
    buffer.markUncleanUnless(isInOrder && animation.takeNumber((int) window.u32(HEADER)));
    if (!isInOrder) {
      buffer.keep(HEADER + length + CRC);
      return this;
    }
    PngData data = new PngData(window.bytes(4, begun), frame.get(), this);
    buffer.keep(begun);
    buffer.keep(length - PngAnimation.NUMBER_LENGTH, data);
    return data;
  }

  private Format other(String type, long length, Window window, FilterBuffer buffer)
      throws IOException {
    boolean isShown = length <= SHOWN.getOrDefault(type, -1);
    int look = isShown ? HEADER + (int) length + CRC : HEADER + (int) Math.min(length, 20);
    if ((isShown || TEXT.contains(type)) && window.awaits(look)) {
      return this;
    }
    Optional<ByteBuffer> data =
        Optional.of(isShown && window.shows(look) && hasRightCrc(window, look))
            .filter(it -> it)
            .map(it -> window.view(HEADER, look - CRC));
    if (type.equals("iCCP")) {
      profile(data, HEADER + length + CRC, buffer);
    } else {
      buffer.pass(keeps(type, data, window, buffer), HEADER + length + CRC);
    }
    return this;
  }

  private static boolean hasRightCrc(Window window, int end) {
    return window.u32(end - CRC) == PngChunk.crc(window.bytes(4, end - CRC));
  }

  private void profile(Optional<ByteBuffer> data, long length, FilterBuffer buffer)
      throws IOException {
    Optional<byte[]> chunk =
        data.filter(it -> isInPlace("iCCP")).flatMap(it -> PngProfile.plain(it, header));
    if (chunk.isPresent()) {
      kept.add("iCCP");
      buffer.exchange((int) length, chunk.get());
    } else {
      buffer.drop(length);
    }
  }

  private boolean keeps(
      String type, Optional<ByteBuffer> data, Window window, FilterBuffer buffer) {
    return switch (type) {
      case "PLTE" -> header.hasPalette() && requires(data.filter(this::setPalette), buffer);
      case "tRNS" -> placeTransparency() && requires(data.filter(colours::setTransparency), buffer);
      case "fcTL" -> animation.isAnimated() && requires(data.filter(this::beginFrame), buffer);
      case "acTL" -> pixels.isEmpty() && data.filter(animation::begin).isPresent();
      case "eXIf" -> buffer.wants(EmbeddedMetadata.EXIF);
      case "tEXt", "zTXt", "iTXt" -> isKeptText(window, buffer);
      default ->
          isCritical(type)
              ? requires(Optional.empty(), buffer)
              : data.filter(it -> place(type, it)).isPresent();
    };
  }

  /** A chunk that has to stay: if it is wrong, the file is malformed. */
  private static boolean requires(Optional<ByteBuffer> valid, FilterBuffer buffer) {
    buffer.markUncleanUnless(valid.isPresent());
    return true;
  }

  private boolean setPalette(ByteBuffer data) {
    return pixels.isEmpty() && colours.setPalette(data);
  }

  private boolean placeTransparency() {
    boolean hasAlpha =
        header.colourType() == PngHeader.GREY_ALPHA || header.colourType() == PngHeader.RGBA;
    return !hasAlpha && pixels.isEmpty() && kept.add("tRNS");
  }

  private boolean beginFrame(ByteBuffer data) {
    return animation.beginFrame(data, pixels.isEmpty());
  }

  private boolean place(String type, ByteBuffer data) {
    return isInPlace(type) && PngForm.isValid(type, data, header, colours) && kept.add(type);
  }

  /** Once, before the pixels, and before the palette if the format says so. */
  private boolean isInPlace(String type) {
    boolean isLate = BEFORE_PALETTE.contains(type) && colours.entries() > 0;
    return pixels.isEmpty() && !isLate && !kept.contains(type);
  }

  private static boolean isKeptText(Window window, FilterBuffer buffer) {
    if (window.matches(HEADER, XMP)) {
      return buffer.wants(EmbeddedMetadata.XMP);
    }
    return !window.matches(HEADER, RAW_PROFILE) && buffer.wants(EmbeddedMetadata.TEXT);
  }

  /** Whether the format says that there are no pixels without this chunk. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }
}
