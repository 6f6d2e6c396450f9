package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.FirestoreEvents;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.usage.consent.ConsentService;

/** Firestore {@code users/{uid}}: begins a subject's consent, follows objection and GPC. */
@Keeps({"P3", "P11", "P25"})
public final class AccountWrittenFunction extends EventEdge<DocumentChange> {
  private final ConsentService consents;
  private final DataMap dataMap;

  public AccountWrittenFunction() {
    this(Wiring.of(AccountWrittenFunction.class));
  }

  AccountWrittenFunction(Wiring wiring) {
    super(FirestoreEvents::change);
    this.consents = wiring.consent();
    this.dataMap = wiring.dataMap();
  }

  @Override
  protected void handle(DocumentChange change) {
    dataMap.subjectOf(change.path()).ifPresent(subject -> consents.accountWritten(subject, change));
  }
}
