package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Blobs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the files of one ZIP archive as a stream, and lists their sizes and hashes. */
final class ArchiveFiles {
  private final ZipOutputStream zip;
  private final Instant modified;
  private final List<Map<String, Object>> listed = new ArrayList<>();
  private long bytes;

  /** Gives all files the same time. */
  ArchiveFiles(OutputStream out, Instant modified) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.modified = modified;
  }

  /** Adds a text file, compressed. */
  void add(String name, byte[] text) throws IOException {
    add(name, Deflater.DEFAULT_COMPRESSION, out -> out.write(text));
  }

  /** Adds a file; images are not compressed again, because that costs time and saves no space. */
  void add(String name, int level, Blobs.Body body) throws IOException {
    DigestOutputStream hashed = new DigestOutputStream(zip, Sha256.digest());
    ZipEntry entry = begin(name, level);
    body.writeTo(hashed);
    zip.closeEntry();
    bytes += entry.getSize();
    String hash = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    listed.add(Map.of("name", name, "size", entry.getSize(), "sha256", hash));
  }

  /** Adds a file that is not listed: the list itself, and files that are signed. */
  void addSigned(String name, byte[] file) throws IOException {
    begin(name, Deflater.DEFAULT_COMPRESSION);
    zip.write(file);
    zip.closeEntry();
  }

  private ZipEntry begin(String name, int level) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(modified.toEpochMilli());
    zip.setLevel(level);
    zip.putNextEntry(entry);
    return entry;
  }

  /** Adds the list of the files so far, in canonical JSON; returns its SHA-256. */
  String addList(String name) throws IOException {
    byte[] list = CanonicalJson.of(Map.of("files", listed));
    addSigned(name, list);
    return Sha256.hex(list);
  }

  int count() {
    return listed.size();
  }

  /** The bytes of the files so far, before compression. */
  long bytes() {
    return bytes;
  }

  /** Writes the archive's directory; the stream stays open. */
  void finish() throws IOException {
    zip.finish();
  }
}
