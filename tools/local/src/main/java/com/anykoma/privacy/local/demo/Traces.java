package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.protection.vault.UploadService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches the whole main database, buckets and accounts for a person, without the data map. */
final class Traces {
  private static final int PAGE = 1_000;

  private Traces() {}

  /** Returns the documents, generations and account that name the person. */
  static List<String> of(Cloud cloud, String uid) {
    List<String> traces = new ArrayList<>();
    for (String collection : cloud.documents().collections(Optional.empty())) {
      for (DocumentPath path : paths(cloud.documents(), new CollectionPath(collection))) {
        cloud.documents().get(path).stream()
            .filter(it -> names(path.value(), uid) || names(it.fields().asMap(), uid))
            .forEach(it -> traces.add(path.value()));
      }
    }
    for (String bucket : List.of(UploadService.UPLOADS, UploadService.CONTENT)) {
      for (List<Blob> page :
          Pages.<Blob>of(next -> cloud.blobs().listGenerations(bucket, "", next, PAGE))) {
        page.stream()
            .map(it -> it.id().name())
            .filter(it -> names(it, uid))
            .forEach(it -> traces.add(bucket + ":" + it));
      }
    }
    cloud.accounts().get(new SubjectId(uid)).ifPresent(it -> traces.add("account"));
    return traces;
  }

  private static List<DocumentPath> paths(Documents documents, CollectionPath collection) {
    List<DocumentPath> paths = new ArrayList<>();
    for (List<String> page : Pages.<String>of(next -> documents.ids(collection, next, PAGE))) {
      List<DocumentPath> roots = page.stream().map(collection::existingDocument).toList();
      paths.addAll(roots);
      Pages.beneath(documents, roots, PAGE).forEach(paths::addAll);
    }
    return paths;
  }

  private static boolean names(@Nullable Object value, String uid) {
    if (value instanceof Map<?, ?> map) {
      return map.containsKey(uid) || names(map.values(), uid);
    }
    return value instanceof Collection<?> values
        ? values.stream().anyMatch(each -> names(each, uid))
        : value instanceof String text && List.of(text.split("[/:]", -1)).contains(uid);
  }
}
