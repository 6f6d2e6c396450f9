package com.anykoma.privacy.collection.datamap;

/**
 * What an image file may carry besides its pixels, in the words of the data map's {@code strip}.
 *
 * <p>What is none of these and is not needed to show the pixels goes as soon as any of them is to
 * go, because unknown is protected: previews and second images, provenance (C2PA), dates, chunks of
 * private use, whatever follows the image's end. So do the wrappings that may hold any of the
 * three, which are Photoshop's resources in JPEG (with IPTC) and ImageMagick's raw profiles in PNG.
 * Of colour profiles the numbers stay, without texts, dates and names.
 */
public enum EmbeddedMetadata {
  /** Prompts, captions and comments: PNG's text chunks, the comments of JPEG and GIF. */
  TEXT,

  /** What a camera notes, such as place, time, device and a preview, in PNG, JPEG and WebP. */
  EXIF,

  /** Adobe's XML, with names, histories and prompts, in PNG, JPEG, WebP and GIF. */
  XMP
}
