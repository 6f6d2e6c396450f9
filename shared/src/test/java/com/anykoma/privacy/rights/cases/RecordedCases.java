package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.ErasureService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Cases with only the parts that links need: one open case per address and kind, a link for each
 * request, and an erasure order for each confirmed erasure. Records the links and confirmations.
 */
public final class RecordedCases implements CaseService {
  private final Documents documents;
  private final EmailLinks links;
  private final ErasureService erasures;

  /** The links in the e-mails, in their order. */
  public final List<String> sent = new CopyOnWriteArrayList<>();

  /** The subjects of the confirmations, in their order. */
  public final List<Optional<SubjectId>> confirmed = new CopyOnWriteArrayList<>();

  public RecordedCases(Documents documents, EmailLinks links, ErasureService erasures) {
    this.documents = documents;
    this.links = links;
    this.erasures = erasures;
  }

  @Override
  public String open(NewCase asked) {
    String id =
        asked.kind().storedName() + "-" + Integer.toHexString(asked.from().value().hashCode());
    documents.create(
        path(id),
        Fields.empty()
            .with("kind", asked.kind().storedName())
            .with("state", "open")
            .with("address", asked.from().value().reveal())
            .with("receivedAt", asked.receivedAt())
            .with("dueAt", asked.receivedAt().plus(Duration.ofDays(30))));
    sent.add(links.create(asked.from(), id));
    return id;
  }

  @Override
  public boolean confirm(String caseId, Optional<SubjectId> subject) {
    Optional<Fields> found = documents.get(path(caseId)).map(it -> it.fields());
    if (found.isEmpty()) {
      return false;
    }
    confirmed.add(subject);
    Fields after = found.get().with("state", "in_progress");
    Optional<RemovalOrder> order =
        subject
            .filter(it -> found.get().string("kind").equals(Optional.of("erasure")))
            .map(it -> erasures.request(it, "requested"));
    documents.set(path(caseId), after.with("order", order.map(RemovalOrder::id)));
    return true;
  }

  /** Returns the token of the latest link. */
  public String token() {
    return tokenOf(sent.get(sent.size() - 1));
  }

  /** Returns the token in a link. */
  public static String tokenOf(String link) {
    return link.substring(link.indexOf('#') + 1);
  }

  private static DocumentPath path(String id) {
    return OwnCollections.CASES.document(id);
  }
}
