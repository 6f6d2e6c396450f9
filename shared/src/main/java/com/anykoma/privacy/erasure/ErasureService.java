package com.anykoma.privacy.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ConsentService;
import com.anykoma.privacy.vault.KeyClass;
import com.anykoma.privacy.vault.ShreddingService;

/**
 * Begins the erasure of a subject: raises the fence, so that nothing more is written about them,
 * then destroys the key of what they made, so that nothing of it opens any more (P20, P23; decision
 * 6). Safe to repeat.
 */
public final class ErasureService {
  private final ConsentService consents;
  private final ShreddingService keys;

  public ErasureService(ConsentService consents, ShreddingService keys) {
    this.consents = consents;
    this.keys = keys;
  }

  /** Begins it; when it returns, both steps are durable. */
  public void begin(SubjectId subject, String cause) {
    consents.end(subject, cause);
    ShreddingService.Shredding unused = keys.shred(subject, KeyClass.CONTENT);
  }
}
