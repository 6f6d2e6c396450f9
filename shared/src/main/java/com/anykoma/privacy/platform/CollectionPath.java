package com.anykoma.privacy.platform;

import java.util.List;
import java.util.Objects;

/** The path of a collection. Prints only collection ids: a document's may be personal data. */
public record CollectionPath(String value) {
  public CollectionPath {
    Objects.requireNonNull(value);
    List<String> ids = DocumentPath.segments(value);
    if (ids.size() % 2 != 1) {
      throw new IllegalArgumentException("a collection path has an odd number of segments");
    }
    ids.forEach(DocumentPath::requireStoredId);
  }

  /** The last id, shared by every collection of the same group. */
  public String id() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** A document of this collection; {@link DocumentPath#requireId} checks the id. */
  public DocumentPath document(String id) {
    DocumentPath.requireId(id);
    return existingDocument(id);
  }

  /** A document from a listing; {@link DocumentPath#requireStoredId} checks the id. */
  public DocumentPath existingDocument(String id) {
    DocumentPath.requireStoredId(id);
    return new DocumentPath(value + "/" + id);
  }

  @Override
  public String toString() {
    List<String> ids = DocumentPath.segments(value);
    StringBuilder shown = new StringBuilder(ids.get(0));
    for (int i = 2; i < ids.size(); i += 2) {
      shown.append("/*/").append(ids.get(i));
    }
    return shown.toString();
  }
}
