package com.anykoma.privacy.rights.export;

/**
 * The size at which a part of an export ends. A part exceeds it by at most one page of entries.
 *
 * @param bytes of the files, before compression
 * @param files the number of files
 * @param textBytes of the rows and pages, which are in memory until the part ends
 */
public record PartLimits(long bytes, int files, int textBytes) {
  /** A task writes such a part in well under a minute, and every ZIP tool opens it. */
  public static final PartLimits STANDARD = new PartLimits(512L << 20, 2_000, 8 << 20);
}
