package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the last files of an export: the first page, a JSON Schema for each source, and last the
 * signed manifest with the keys that verify it.
 */
record ArchiveEnd(DataMap dataMap, List<Location> sources, KeyRing keys, Signer signer) {
  /** Writes the files that the part's list contains. */
  void writeListed(Export export, ArchivePart part, ArchiveFiles files) throws IOException {
    HtmlPage index = new HtmlPage("Your data");
    index.add("p", "As of " + export.snapshotAt());
    for (int i = 1; i <= part.number(); i++) {
      index.link("pages/" + i + ".html", "Part " + i);
    }
    index.add("h2", "Number of entries");
    for (Location each : sources) {
      index.add("p", each.name() + ": " + part.counts().of(each.name(), EntryCounts.WRITTEN));
    }
    index.add("h2", "Not exported");
    notExported(export).forEach(each -> index.add("p", each));
    files.add("index.html", index.bytes());
    files.add("README.txt", HtmlPage.template("readme.txt").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < sources.size(); i++) {
      String name = EntryNames.folder(i, sources.get(i).name());
      files.add("schema/" + name + ".json", schema(sources.get(i)));
    }
  }

  /** The entries that cannot be opened, and the locations that no export contains, with reasons. */
  private List<String> notExported(Export export) {
    Stream<String> locations =
        dataMap.locations().stream()
            .filter(each -> each.isPersonal() && !sources.contains(each))
            .map(each -> each.name() + ": " + each.export().reason().orElse("in another store"));
    return Stream.concat(export.fields().strings(Export.UNREADABLE).stream(), locations).toList();
  }

  private static byte[] schema(Location source) {
    Map<String, Object> fields = new TreeMap<>();
    source
        .fields()
        .forEach(
            it ->
                fields.put(
                    it.segments().get(0),
                    Map.of("description", it.name() + ": " + it.category().key())));
    String json = new String(CanonicalJson.of(fields), StandardCharsets.UTF_8);
    return HtmlPage.template("schema.json")
        .formatted(source.name(), json)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the manifest, which has the counts of every source and the hash of each part's list.
   *
   * @param list SHA-256 of this part's list
   */
  void writeSigned(Export export, ArchivePart part, String list, ArchiveFiles files, Instant now)
      throws IOException {
    Stream<String> lists = export.parts().stream().map(it -> it.string("list").orElseThrow());
    Fields manifest =
        Fields.empty()
            .with("snapshotAt", export.snapshotAt().toString())
            .with("sources", part.counts().fields())
            .with("notExported", notExported(export))
            .with("parts", Stream.concat(lists, Stream.of(list)).toList());
    files.addSigned(
        ExportManifest.FILE, Statement.sign(ExportManifest.TYPE, now, manifest.asMap(), signer));
    files.addSigned(ExportManifest.KEYS, keys.publish());
  }
}
