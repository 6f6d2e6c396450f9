package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import java.util.List;

/**
 * Which versions of the privacy page were published, {@code policies/{version}}: a deployed version
 * is published when two members of staff have decided so. The first version needs no record.
 */
public record Publications(Documents documents, Policies policies) {
  static final String APPROVED_AT = "approvedAt";

  /** The published versions, the oldest first; the last one is the page that people see. */
  public List<Policy> published() {
    List<Policy> all = policies.all();
    List<Boolean> approved =
        documents
            .getAll(all.stream().map(it -> OwnCollections.POLICIES.document(it.version())).toList())
            .stream()
            .map(it -> it.filter(found -> found.fields().has(APPROVED_AT)).isPresent())
            .toList();
    return all.stream()
        .filter(it -> it.equals(all.get(0)) || approved.get(all.indexOf(it)))
        .toList();
  }
}
