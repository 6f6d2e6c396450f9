package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.Outcome;
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
  public Format next(Window window, Passage passage) throws IOException {
    if (window.lacks(HEADER)) {
      return this;
    }
    long length = window.u32(0);
    String type = window.type(4);
    if (length > LONGEST || !isType(type) || (type.equals("IEND") && length > 0)) {
      passage.keepRest(Outcome.MALFORMED);
      return this;
    }
    return switch (type) {
      case "IEND" -> end(window, passage);
      case "IDAT" -> pixels(length, window, passage);
      case "fdAT" -> frame(length, window, passage);
      default -> other(type, length, window, passage);
    };
  }

  private static boolean isType(String type) {
    return type.chars().allMatch(each -> (each | 0x20) >= 'a' && (each | 0x20) <= 'z');
  }

  private Format end(Window window, Passage passage) throws IOException {
    if (window.lacks(END.length)) {
      return this;
    }
    passage.doubtUnless(pixels.filter(PngPixels::isWhole).isPresent() && animation.isWhole());
    passage.doubtUnless(!colours.holdText());
    if (pixels.filter(PngPixels::hideText).isPresent() || animation.hidesText()) {
      passage.reportHiddenText();
    }
    passage.replace(END);
    return new Trailer();
  }

  /** A chunk that follows the end of the compressed stream holds no pixels. */
  private Format pixels(long length, Window window, Passage passage) throws IOException {
    if (pixels.filter(PngPixels::isFinished).isPresent()) {
      passage.drop(HEADER + length + CRC);
      return this;
    }
    if (pixels.isEmpty()) {
      passage.doubtUnless(!header.hasPalette() || colours.entries() > 0);
      pixels = Optional.of(new PngPixels(header, colours));
    }
    PngData data = new PngData(window.bytes(4, HEADER), pixels.get(), this);
    passage.keep(HEADER);
    passage.keep(length, data);
    return data;
  }

  private Format frame(long length, Window window, Passage passage) throws IOException {
    int begun = HEADER + PngAnimation.NUMBER_LENGTH;
    if (!animation.isAnimated()) {
      passage.drop(HEADER + length + CRC);
      return this;
    }
    if (window.lacks(begun)) {
      return this;
    }
    Optional<PngPixels> frame = animation.frame().filter(it -> !it.isFinished());
    boolean isInOrder = length >= PngAnimation.NUMBER_LENGTH && frame.isPresent();
    passage.doubtUnless(isInOrder && animation.takeNumber((int) window.u32(HEADER)));
    if (!isInOrder) {
      passage.keep(HEADER + length + CRC);
      return this;
    }
    PngData data = new PngData(window.bytes(4, begun), frame.get(), this);
    passage.keep(begun);
    passage.keep(length - PngAnimation.NUMBER_LENGTH, data);
    return data;
  }

  private Format other(String type, long length, Window window, Passage passage)
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
      profile(data, HEADER + length + CRC, passage);
    } else {
      passage.pass(keeps(type, data, window, passage), HEADER + length + CRC);
    }
    return this;
  }

  private static boolean hasRightCrc(Window window, int end) {
    return window.u32(end - CRC) == PngChunk.crc(window.bytes(4, end - CRC));
  }

  private void profile(Optional<ByteBuffer> data, long length, Passage passage) throws IOException {
    Optional<byte[]> chunk =
        data.filter(it -> isInPlace("iCCP")).flatMap(it -> PngProfile.plain(it, header));
    if (chunk.isPresent()) {
      kept.add("iCCP");
      passage.exchange((int) length, chunk.get());
    } else {
      passage.drop(length);
    }
  }

  private boolean keeps(String type, Optional<ByteBuffer> data, Window window, Passage passage) {
    return switch (type) {
      case "PLTE" -> header.hasPalette() && requires(data.filter(this::setPalette), passage);
      case "tRNS" ->
          placeTransparency() && requires(data.filter(colours::setTransparency), passage);
      case "fcTL" -> animation.isAnimated() && requires(data.filter(this::beginFrame), passage);
      case "acTL" -> pixels.isEmpty() && data.filter(animation::begin).isPresent();
      case "eXIf" -> passage.wants(EmbeddedMetadata.EXIF);
      case "tEXt", "zTXt", "iTXt" -> isKeptText(window, passage);
      default ->
          isCritical(type)
              ? requires(Optional.empty(), passage)
              : data.filter(it -> place(type, it)).isPresent();
    };
  }

  /** A chunk that has to stay: if it is wrong, the file is malformed. */
  private static boolean requires(Optional<ByteBuffer> valid, Passage passage) {
    passage.doubtUnless(valid.isPresent());
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

  private static boolean isKeptText(Window window, Passage passage) {
    if (window.matches(HEADER, XMP)) {
      return passage.wants(EmbeddedMetadata.XMP);
    }
    return !window.matches(HEADER, RAW_PROFILE) && passage.wants(EmbeddedMetadata.TEXT);
  }

  /** Whether the format says that there are no pixels without this chunk. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }
}
