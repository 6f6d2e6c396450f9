package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.protection.vault.DamagedSeal;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.rights.access.SubjectData;
import com.anykoma.privacy.rights.access.SubjectData.Entry;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/**
 * Writes one part of an export from where the last part ended: for each source a file of rows in
 * NDJSON, the files of its entries, and a page to read offline. Memory is bounded by the text of
 * the part and one page of entries.
 */
final class ArchivePart {
  private static final int PAGE = 50;

  private final SubjectData data;
  private final Export export;
  private final PartLimits limits;
  private final Instant now;
  private final ArchiveFiles files;
  private final EntryCounts counts;
  private final HtmlPage page;
  private int source;
  private Optional<String> token;

  ArchivePart(SubjectData data, Export export, PartLimits limits, ArchiveFiles files, Instant now) {
    this.data = data;
    this.export = export;
    this.limits = limits;
    this.files = files;
    this.now = now;
    this.counts = new EntryCounts(export.fields().map(Export.SOURCES));
    this.page = new HtmlPage("Your data, part " + number());
    this.source = export.fields().number(Export.SOURCE).orElse(0L).intValue();
    this.token = export.fields().string(Export.TOKEN);
  }

  /** The part cannot be completed; the export has to continue in another way. */
  static final class Unfinished extends RuntimeException {
    private final transient UnaryOperator<Export> change;

    Unfinished(String why, UnaryOperator<Export> change) {
      super(why);
      this.change = change;
    }

    UnaryOperator<Export> change() {
      return change;
    }
  }

  /** Counts from 1. */
  int number() {
    return export.parts().size() + 1;
  }

  EntryCounts counts() {
    return counts;
  }

  /** Whether no entry follows. */
  boolean isLast() {
    return source == data.sources().size();
  }

  /** The export after this part. */
  Export recorded(Export before, Fields part) {
    return before.after(part, counts, source, token);
  }

  /**
   * Writes entries until the part is full or none follows.
   *
   * @throws Unfinished if an entry cannot be opened, or the pages of a source lack one
   */
  void writeEntries() throws IOException {
    int textBytes = 0;
    while (!isLast() && !isFull(textBytes)) {
      textBytes += writeRows(textBytes);
    }
    page.link("../index.html", "All parts");
    files.add("pages/" + number() + ".html", page.bytes());
  }

  private boolean isFull(int textBytes) {
    return files.bytes() >= limits.bytes()
        || files.count() >= limits.files()
        || textBytes + page.length() >= limits.textBytes();
  }

  /** Writes rows of one source; returns their size in bytes. */
  private int writeRows(int before) throws IOException {
    Location location = data.sources().get(source);
    String name = location.name();
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    page.add("h2", name);
    do {
      Page<Entry> read = data.page(export.owner(), location, token, PAGE);
      for (Entry each : read.items()) {
        write(name, each, rows);
      }
      token = read.next();
    } while (token.isPresent() && !isFull(before + rows.size()));
    if (rows.size() > 0) {
      files.add("data/" + folder(name) + "/" + number() + ".ndjson", rows.toByteArray());
    }
    if (token.isEmpty()) {
      if (!counts.reconcile(name, () -> data.count(export.owner(), location))) {
        throw new Unfinished("pages lack an entry", it -> it.restarting(name, now));
      }
      source++;
    }
    return rows.size();
  }

  private void write(String location, Entry entry, ByteArrayOutputStream rows) throws IOException {
    String unreadable = location + " " + entry.name() + ": its encryption is damaged";
    if (isSince(entry.createdAt())) {
      counts.add(location, EntryCounts.NEWER, 1);
    } else if (export.fields().strings(Export.UNREADABLE).contains(unreadable)) {
      counts.add(location, EntryCounts.UNREADABLE, 1);
    } else {
      Optional<String> file = Optional.empty();
      if (entry.content().isPresent()) {
        try {
          file = Optional.of(writeContent(location, entry.name(), entry.content().get()));
        } catch (DamagedSeal e) {
          throw new Unfinished("an entry is damaged", it -> it.without(unreadable, now));
        }
      }
      rows.write((row(entry, file) + "\n").getBytes(StandardCharsets.UTF_8));
      counts.add(location, EntryCounts.WRITTEN, 1);
      counts.add(location, EntryCounts.CHANGED, isSince(entry.updatedAt()) ? 1 : 0);
    }
  }

  private boolean isSince(Optional<Instant> time) {
    return time.filter(it -> it.isAfter(export.snapshotAt())).isPresent();
  }

  private JsonObject row(Entry entry, Optional<String> file) {
    JsonObject row = FieldsJson.of(entry.fields());
    page.entry(entry.name(), row.getAsJsonObject("fields"), file);
    row.addProperty("name", entry.name());
    entry.createdAt().ifPresent(it -> row.addProperty("createdAt", it.toString()));
    entry.updatedAt().ifPresent(it -> row.addProperty("updatedAt", it.toString()));
    row.addProperty("changedSinceSnapshot", isSince(entry.updatedAt()));
    file.ifPresent(it -> row.addProperty("file", it));
    return row;
  }

  private String folder(String location) {
    return EntryNames.folder(source, location);
  }

  private String writeContent(String location, String entry, OpenedBlob content)
      throws IOException {
    long number = counts.of(location, EntryCounts.WRITTEN) + 1;
    String name = EntryNames.file(folder(location), number, entry, content.contentType());
    files.add(name, Deflater.NO_COMPRESSION, content::writeTo);
    return name;
  }
}
