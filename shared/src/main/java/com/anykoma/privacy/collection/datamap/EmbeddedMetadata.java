package com.anykoma.privacy.collection.datamap;

/**
 * A kind of metadata in image files, as named in the data map's {@code strip}.
 *
 * <p>If any kind is stripped, all other data that is not needed to show the pixels is removed as
 * well, because it may be personal: previews and second images, provenance (C2PA), dates, private
 * chunks, and bytes after the image's end. Containers that may have any of the three kinds are also
 * removed: Photoshop's resources in JPEG (with IPTC) and ImageMagick's raw profiles in PNG. Colour
 * profiles keep their numbers but lose texts, dates and names.
 */
public enum EmbeddedMetadata {
  /** Prompts, captions and comments: PNG's text chunks, and comments of JPEG and GIF. */
  TEXT,

  /** Camera data such as place, time, device and a preview, in PNG, JPEG and WebP. */
  EXIF,

  /** Adobe's XML, with names, histories and prompts, in PNG, JPEG, WebP and GIF. */
  XMP
}
