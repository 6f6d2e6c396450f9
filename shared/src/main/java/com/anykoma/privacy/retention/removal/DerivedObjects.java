package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.subject.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Selects the objects that are removed with a folder. An object that may be made from other items'
 * objects too stays while the document or the stamp of one of them exists (P19).
 */
record DerivedObjects(Documents documents, DataMap dataMap, Target.Folder folder) {
  /** The prefixes of the names of all objects to select from, without the folder's own name. */
  List<String> prefixes() {
    return Stream.concat(
            Stream.of(folder.name() + "/"), folder.derived().orElse(List.of()).stream())
        .distinct()
        .toList();
  }

  /** Passes on the objects of a page to remove; passes on no empty page. */
  void passOn(String prefix, List<Blob> page, Consumer<List<Blob>> each) {
    List<Blob> selected = folder.derived().isEmpty() ? page : selected(prefix, page);
    if (!selected.isEmpty()) {
      each.accept(selected);
    }
  }

  private List<Blob> selected(String prefix, List<Blob> page) {
    BlobId own = new BlobId(folder.bucket(), folder.name());
    boolean isInFolder = prefix.equals(folder.name() + "/");
    List<Blob> selected = new ArrayList<>();
    Map<Blob, List<DocumentPath>> others = new LinkedHashMap<>();
    for (Blob each : page) {
      List<BlobId> originals = dataMap.originalsOf(each.id());
      boolean isListedBefore =
          each.id().equals(own) || (!isInFolder && each.id().name().startsWith(own.name() + "/"));
      if (isListedBefore) {
        continue;
      }
      if (originals.contains(own)) {
        others.put(each, recordsOf(originals.stream().filter(it -> !it.equals(own)).toList()));
      } else if (originals.isEmpty() && isInFolder) {
        selected.add(each);
      }
    }
    List<DocumentPath> existing = existing(others.values().stream().flatMap(List::stream).toList());
    others.forEach(
        (blob, records) -> {
          if (records.stream().noneMatch(existing::contains)) {
            selected.add(blob);
          }
        });
    return selected;
  }

  /** The documents and stamps of the items of these objects. */
  private List<DocumentPath> recordsOf(List<BlobId> originals) {
    return originals.stream()
        .flatMap(
            each ->
                dataMap.itemOf(each).stream()
                    .flatMap(
                        item ->
                            Stream.concat(
                                Stream.of(item),
                                dataMap.subjectOf(each).stream()
                                    .map(owner -> Subjects.stampPath(owner, item)))))
        .toList();
  }

  private List<DocumentPath> existing(List<DocumentPath> paths) {
    return documents.getAll(paths.stream().distinct().toList()).stream()
        .flatMap(Optional::stream)
        .map(Document::path)
        .toList();
  }
}
