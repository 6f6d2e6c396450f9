package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The signed manifest of an export, checked offline against its archives: the signature, each
 * file's size and hash, that no file is missing or foreign, and the number of rows of each source.
 */
public final class ExportManifest {
  static final String TYPE = "export";
  static final String FILE = "manifest.json";
  static final String KEYS = "keys.json";

  /** The largest manifest or list that is read. */
  private static final int MAX_BYTES = 64 << 20;

  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, byte[]> signed = new HashMap<>();

  private ExportManifest() {}

  /** The name of a part's list of files. */
  static String list(int number) {
    return "lists/" + number + ".json";
  }

  /**
   * Checks all archives of one export.
   *
   * @param keys the published keys; empty to use those of the archive, which prove only that its
   *     files belong together
   * @return the faults; empty if the export is genuine and complete
   * @throws IOException if an archive cannot be read
   */
  public static List<String> faults(List<Path> archives, Optional<KeyRing> keys, Instant now)
      throws IOException {
    ExportManifest check = new ExportManifest();
    for (Path each : archives) {
      try (ZipFile zip = new ZipFile(each.toFile(), StandardCharsets.UTF_8)) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          check.read(entry.getName(), zip.getInputStream(entry));
        }
      }
    }
    try {
      check.check(keys, now);
    } catch (PermanentFailure e) {
      check.faults.add("not genuine: " + e.getMessage());
    }
    return List.copyOf(check.faults);
  }

  private void read(String name, InputStream in) throws IOException {
    if (name.equals(FILE) || name.equals(KEYS) || name.startsWith("lists/")) {
      signed.put(name, in.readNBytes(MAX_BYTES));
      return;
    }
    DigestInputStream hashed = new DigestInputStream(in, Sha256.digest());
    LineCounter lines = new LineCounter();
    hashed.transferTo(lines);
    String hash = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    if (hashes.put(name, hash) != null) {
      faults.add("a file is in two archives: " + name);
    }
    if (name.startsWith("data/")) {
      rows.merge(name.replaceAll("data/\\d+-|/.*", ""), lines.count, Long::sum);
    }
  }

  private static final class LineCounter extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count += b == '\n' ? 1 : 0;
    }
  }

  private byte[] signed(String name) {
    return Optional.ofNullable(signed.remove(name))
        .orElseThrow(() -> new PermanentFailure(name + " is missing"));
  }

  private void check(Optional<KeyRing> keys, Instant now) {
    KeyRing own = KeyRing.read(signed(KEYS));
    JsonValue manifest = keys.orElse(own).verified(signed(FILE), TYPE, now).content();
    List<String> lists = manifest.strings("parts");
    for (int i = 0; i < lists.size(); i++) {
      byte[] list = signed(list(i + 1));
      if (!Sha256.hex(list).equals(lists.get(i))) {
        throw new PermanentFailure(list(i + 1) + " was altered");
      }
      for (JsonValue each : CanonicalJson.read(list).objects("files")) {
        String name = each.requiredString("name");
        if (!each.requiredString("sha256").equals(hashes.remove(name))) {
          faults.add("a file is missing or was altered: " + name);
        }
      }
    }
    hashes.keySet().forEach(each -> faults.add("a file is not in the manifest: " + each));
    signed.keySet().forEach(each -> faults.add("a file is not in the manifest: " + each));
    EntryCounts counts = new EntryCounts(Fields.of(manifest.requiredObject("sources").members()));
    for (String each : counts.fields().asMap().keySet()) {
      if (counts.missing(each) != 0
          || counts.of(each, EntryCounts.WRITTEN) != rows.getOrDefault(each, 0L)) {
        faults.add("the number of entries does not agree: " + each);
      }
    }
  }
}
